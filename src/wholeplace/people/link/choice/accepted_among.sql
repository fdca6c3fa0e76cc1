-- One row per pair of entities without a number that the model says are one person, each pair once.
select
  least(candidates.entity_no, candidates.other_no) as entity_no, greatest(candidates.entity_no, candidates.other_no) as other_no,
  max(candidates.weight) as weight, max(candidates.probability) as probability
from candidates
cross join limits
where candidates.other_no >= 0 and candidates.guard is null and candidates.weight >= limits.accept
group by least(candidates.entity_no, candidates.other_no), greatest(candidates.entity_no, candidates.other_no)
