-- The journey table: one row per person, register and month they were on it.
with
on_register as (
  select *, 'learning disability' as register from resident_months where learning_disability
  union all
  select *, 'severe mental illness' as register from resident_months where severe_mental_illness
  union all
  select *, 'unpaid carer' as register from resident_months where unpaid_carer
)
select
  person.person_key, person.age, cast(least(floor(person.age / 5) * 5, 90) as smallint) as age_band,
  person.sex, person.ethnic_group, person.small_area, person.place,
  person.month, person.register,
  checked.month is not null as checked_in_12_months
from on_register as person
left join checked_months as checked
  on checked.person_key = person.person_key and checked.register = person.register and checked.month = person.month
