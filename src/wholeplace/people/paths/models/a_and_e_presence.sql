-- People in A&E at the start of each hour. Arrivals are known to the hour and taken to come at its middle.
with
moves as (
  select
    date_diff('day', attendances_from, arrived) * 24 + arrived_hour as hour_no,
    date_diff('day', attendances_from, arrived) * 24 + cast(floor((arrived_hour * 60 + 30 + minutes) / 60) as bigint) as left_hour_no
  from a_and_e_visits
  where minutes is not null
),
changes as (
  select hour_no + 1 as hour_no, count(*) as change from moves group by hour_no + 1
  union all
  select left_hour_no + 1 as hour_no, -count(*) as change from moves group by left_hour_no + 1
),
changes_by_hour as (
  select hour_no, sum(change) as change
  from changes
  group by hour_no
),
every_hour as (
  select
    asked_days.day, hour_of_day.hour,
    date_diff('day', asked.attendances_from, asked_days.day) * 24 + hour_of_day.hour as hour_no
  from asked_days cross join hour_of_day cross join asked
  where asked_days.day >= asked.attendances_from and asked_days.day < asked.until
)
select
  every_hour.day, every_hour.hour,
  cast(sum(coalesce(changes_by_hour.change, 0)) over (
    order by every_hour.hour_no rows between unbounded preceding and current row
  ) as bigint) as people
from every_hour
left join changes_by_hour on changes_by_hour.hour_no = every_hour.hour_no
