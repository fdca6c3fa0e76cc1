-- People who left alive by a known pathway, by the week (its Monday) in which they were ready and the days they then waited.
select
  cast(date_trunc('week', ready) as date) as week, came_as, pathway, date_diff('day', ready, ended) as delay_days, count(*) as people
from stays_seen
where ready >= stays_from and ended is not null and alive and pathway is not null and came_as <> 'same-day'
group by 1, 2, 3, 4
