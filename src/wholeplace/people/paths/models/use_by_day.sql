-- People who hold a bed or a place at midnight at the start of each day, by kind.
with
held as (
  select 'acute' as station, started as starts, ended as ends from stays_seen
  union all
  select station, starts, ends from care_spells
),
changes as (
  select station, cast(starts + interval 1 day as date) as day, 1 as change from held
  union all
  select station, cast(ends + interval 1 day as date) as day, -1 as change from held where ends is not null
),
changes_by_day as (
  select station, greatest(day, asked.first_day) as day, sum(change) as change
  from changes cross join asked
  group by 1, 2
),
every_day as (
  select stations.station, asked_days.day, asked_days.day_no
  from (select distinct station from held) as stations
  cross join asked_days
)
select
  every_day.station, every_day.day,
  cast(sum(coalesce(changes_by_day.change, 0)) over (
    partition by every_day.station order by every_day.day_no rows between unbounded preceding and current row
  ) as bigint) as people
from every_day
left join changes_by_day on changes_by_day.station = every_day.station and changes_by_day.day = every_day.day
