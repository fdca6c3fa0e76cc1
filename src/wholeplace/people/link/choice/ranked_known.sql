-- One row per seeking entity and known person, best first, with the weight of the next best.
select
  entity_no, other_no, identity_no, other_identity_no, weight, probability, guard,
  row_number() over (partition by entity_no order by weight desc, other_no, other_identity_no) as place,
  lead(weight) over (partition by entity_no order by weight desc, other_no, other_identity_no) as next_weight
from candidates
where other_no < 0
