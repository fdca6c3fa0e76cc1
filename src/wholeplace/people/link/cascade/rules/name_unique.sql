-- Pairs whose name and birth date agree wherever they live, where so rare a name makes a namesake born the same day unlikely.
select seeking.entity_no, standing.entity_no as other_no, seeking.given_no as variant_no
from seeking
join standing
  on standing.birth_no = seeking.birth_no and standing.family_no = seeking.family_no and standing.given_no = seeking.given_no
join expected_namesakes on expected_namesakes.identity_no = seeking.identity_no
cross join limits
where seeking.entity_no <> standing.entity_no and expected_namesakes.people <= limits.namesakes
  and coalesce(seeking.given_rest_no, standing.given_rest_no, 0) = coalesce(standing.given_rest_no, seeking.given_rest_no, 0)
  and coalesce(seeking.sex, standing.sex) is not distinct from coalesce(standing.sex, seeking.sex)
