-- Pairs whose name, birth date and first half of the postcode agree: the sound of the name may stand for it.
-- Several of the same name and birth date are expected in so small an area once in a very great many.
select seeking.entity_no, standing.entity_no as other_no, seeking.given_no as variant_no
from seeking
join standing
  on standing.birth_no = seeking.birth_no and standing.outcode_no = seeking.outcode_no
  and standing.family_alias_no = seeking.family_alias_no and standing.given_alias_no = seeking.given_alias_no
join expected_namesakes on expected_namesakes.identity_no = seeking.identity_no
cross join limits
where seeking.entity_no <> standing.entity_no and expected_namesakes.people <= limits.namesakes_near
  and coalesce(seeking.given_rest_no, standing.given_rest_no, 0) = coalesce(standing.given_rest_no, seeking.given_rest_no, 0)
  and coalesce(seeking.sex, standing.sex) is not distinct from coalesce(standing.sex, seeking.sex)
