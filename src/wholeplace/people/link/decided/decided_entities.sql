-- One row per decision on two identities, by the person or entity that each stands for so far.
select distinct
  coalesce(one_found.other_no, one.entity_no) as entity_no, coalesce(two_found.other_no, two.entity_no) as other_no, decided_now.same
from decided_now
join standard as one on one.identity_no = decided_now.identity_no
join standard as two on two.identity_no = decided_now.other_identity_no
left join found as one_found on one_found.entity_no = one.entity_no
left join found as two_found on two_found.entity_no = two.entity_no
