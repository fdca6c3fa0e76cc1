-- The journey table: people living in one small area in one month. The person list where there is one, else the estimates.
with
cells as (
  select month, small_area, place, sex, ethnic_group, age_band, under_18, people
  from counted_residents
  union all
  select month, small_area, place, sex, ethnic_group, age_band, under_18, people
  from estimated_residents
  where not exists (select 1 from counted_residents)
)
select
  cast(null as bigint) as person_key, cast(null as smallint) as age,
  age_band, sex, ethnic_group, small_area, place, month, under_18, people
from cells
where people > 0
