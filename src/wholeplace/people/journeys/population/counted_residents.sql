-- One row per month and cell of people, from the person list: who lived here on the first day of the month.
with
ages as (
  select
    months.month, resident.small_area, resident.place, resident.sex, resident.ethnic_group,
    floor((months.month_no - resident.born_month_no) / 12) as age
  from residents as resident
  join months on months.month >= resident.from_day
    and (resident.to_day is null or months.month < resident.to_day)
  where resident.born_month_no is null or months.month_no >= resident.born_month_no
)
select
  month, small_area, place, sex, ethnic_group,
  case when age is not null then cast(least(floor(age / 5) * 5, 90) as smallint) end as age_band,
  age < 18 as under_18,
  cast(count(*) as double) as people
from ages
group by month, small_area, place, sex, ethnic_group, case when age is not null then cast(least(floor(age / 5) * 5, 90) as smallint) end, age < 18
