-- One row per seeking entity that the model gives to one known person: sure enough, well ahead of the next, and not guarded.
select ranked_known.entity_no, ranked_known.other_no, ranked_known.weight, ranked_known.probability
from ranked_known
cross join limits
where
  ranked_known.place = 1 and ranked_known.guard is null and ranked_known.weight >= limits.accept
  and (ranked_known.next_weight is null or ranked_known.weight - ranked_known.next_weight >= limits.margin)
