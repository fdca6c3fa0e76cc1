-- One row per pair of identities that a person should look at: the best known candidate, near enough and not taken, and the next
-- best where it is nearly as good.
select
  ranked_known.entity_no, ranked_known.other_no, ranked_known.identity_no, ranked_known.other_identity_no, ranked_known.weight, ranked_known.probability,
  case
    when ranked_known.guard is not null then ranked_known.guard
    when ranked_known.weight < limits.accept then 'not sure enough'
    else 'two people fit nearly alike'
  end as why
from ranked_known
cross join limits
left join accepted on accepted.entity_no = ranked_known.entity_no
where
  accepted.entity_no is null and ranked_known.weight >= limits.ask
  and (ranked_known.place = 1 or ranked_known.place = 2)
