-- One row per seeking entity that a rule pairs with one standing entity only, where that one is not also paired with somebody
-- of another given name.
with one_person as (
  select entity_no, min(other_no) as other_no
  from rule_pairs
  group by entity_no
  having min(other_no) = max(other_no)
),
one_variant as (
  select other_no
  from rule_pairs
  group by other_no
  having min(variant_no) = max(variant_no)
)
select one_person.entity_no, one_person.other_no
from one_person
join one_variant on one_variant.other_no = one_person.other_no
