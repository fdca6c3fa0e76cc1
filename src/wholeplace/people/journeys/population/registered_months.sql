-- The journey table: people registered with one GP surgery in one month, wherever they live, from the person list.
with
ages as (
  select
    months.month, resident.practice, resident.sex, resident.ethnic_group,
    floor((months.month_no - resident.born_month_no) / 12) as age
  from residents as resident
  join months on months.month >= resident.from_day
    and (resident.to_day is null or months.month < resident.to_day)
  where resident.practice is not null
    and (resident.born_month_no is null or months.month_no >= resident.born_month_no)
),
banded as (
  select
    month, practice, sex, ethnic_group,
    case when age is not null then cast(least(floor(age / 5) * 5, 90) as smallint) end as age_band,
    age < 18 as under_18
  from ages
)
select
  cast(null as bigint) as person_key, cast(null as smallint) as age, age_band, sex, ethnic_group,
  cast(null as varchar) as small_area, cast(null as varchar) as place,
  month, under_18, practice, cast(count(*) as double) as people
from banded
group by month, practice, sex, ethnic_group, age_band, under_18
