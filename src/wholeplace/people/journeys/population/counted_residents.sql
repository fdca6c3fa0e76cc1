-- One row per month and cell of people, from the person list.
select
  month, small_area, place, sex, ethnic_group,
  cast(least(floor(age / 5) * 5, 90) as smallint) as age_band,
  age < 18 as under_18,
  cast(count(*) as double) as people
from resident_months
group by month, small_area, place, sex, ethnic_group, cast(least(floor(age / 5) * 5, 90) as smallint), age < 18
