-- Stays by how people came and left, whole days to ready, days of delay after it, and whole days in all (so far, for those still
-- there). `before`: days that a stay had lasted when the records begin; 0 for those that began later.
select
  came_as,
  case
    when ended is null then 'there'
    when not alive then 'died'
    when pathway is null then 'not told'
    else cast(pathway as varchar)
  end as how,
  greatest(date_diff('day', started, stays_from), 0) as before,
  date_diff('day', started, ready) as days_to_ready,
  case when ready is not null then date_diff('day', ready, coalesce(ended, until)) end as delay_days,
  date_diff('day', started, coalesce(ended, until)) as days,
  count(*) as people
from stays_seen
group by 1, 2, 3, 4, 5, 6
