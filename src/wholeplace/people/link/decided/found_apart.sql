-- One row per entity that a rule gave to a person from whom a reviewer keeps it apart.
select distinct found.entity_no
from decided_now
join standard as one on one.identity_no = decided_now.identity_no
join standard as two on two.identity_no = decided_now.other_identity_no
join found
  on (found.entity_no = one.entity_no and found.other_no = two.entity_no)
  or (found.entity_no = two.entity_no and found.other_no = one.entity_no)
where not decided_now.same
