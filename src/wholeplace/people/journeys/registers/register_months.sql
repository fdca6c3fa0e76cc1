-- The journey table: one row per person, register and month on whose first day they were on it. Age as on that day.
with
in_months as (
  select
    person.person_key, person.sex, person.ethnic_group, person.small_area, person.place, person.register, months.month,
    cast(floor((months.month_no - person.born_month_no) / 12) as smallint) as age
  from people_on_registers as person
  join months on months.month >= person.from_day
    and (person.to_day is null or months.month < person.to_day)
  where person.born_month_no is null or months.month_no >= person.born_month_no
)
select
  person.person_key, person.age, case when person.age is not null then cast(least(floor(person.age / 5) * 5, 90) as smallint) end as age_band,
  person.sex, person.ethnic_group, person.small_area, person.place,
  person.month, person.register,
  checked.month is not null as checked_in_12_months
from in_months as person
left join checked_months as checked
  on checked.person_key = person.person_key and checked.register = person.register and checked.month = person.month
