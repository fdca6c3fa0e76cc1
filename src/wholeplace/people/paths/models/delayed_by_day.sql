-- People still in a hospital bed at midnight at the start of each day although they were ready on a day before, by pathway (null: not told).
select asked_days.day, stay.pathway, count(*) as people
from asked_days
join stays_seen as stay
  on stay.ready < asked_days.day and coalesce(stay.ended, stay.until) >= asked_days.day
where stay.came_as <> 'same-day' and coalesce(stay.alive, true)
group by 1, 2
