-- Pairs whose name and postcode agree and whose birth dates are one another's with day and month swapped. Sex must not contradict.
select seeking.entity_no, standing.entity_no as other_no, seeking.given_no as variant_no
from seeking
join standing
  on standing.birth_no = seeking.swapped_birth_no and standing.postcode_no = seeking.postcode_no
  and standing.family_no = seeking.family_no and standing.given_no = seeking.given_no
where seeking.entity_no <> standing.entity_no and standing.birth_no <> seeking.birth_no
  and coalesce(seeking.given_rest_no, standing.given_rest_no, 0) = coalesce(standing.given_rest_no, seeking.given_rest_no, 0)
  and coalesce(seeking.sex, standing.sex) is not distinct from coalesce(standing.sex, seeking.sex)
