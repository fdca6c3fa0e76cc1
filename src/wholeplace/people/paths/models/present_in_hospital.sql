-- Who is in a hospital bed at midnight at the start of `until`: by how they came, days so far, and days since ready where it is told.
select
  came_as, date_diff('day', started, until) as days, date_diff('day', ready, until) as ready_days, count(*) as people
from stays_seen
where ended is null
group by 1, 2, 3
