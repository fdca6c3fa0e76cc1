-- The journey table: one row per person and span of days at one small area, ended by a move or by death.
-- It says how old somebody was in a month, and not when they were born.
with
ended as (
  select
    home.*,
    person.sex, person.ethnic_group, person.birth_date,
    case when person.died is null or home.to_day < person.died then home.to_day else person.died end as ends
  from residences as home
  left join characteristics as person on person.person_key = home.person_key
),
aged as (
  select
    ended.*,
    floor((
      year(from_day) * 10000 + month(from_day) * 100 + day(from_day) - year(birth_date) * 10000 - month(birth_date) * 100 - day(birth_date)
    ) / 10000) as age_in_years
  from ended
  where ends is null or ends > from_day
)
select
  person_key,
  cast(case when age_in_years between 0 and 120 then age_in_years end as smallint) as age,
  case when age_in_years between 0 and 120 then cast(least(floor(age_in_years / 5) * 5, 90) as smallint) end as age_band,
  sex, ethnic_group, small_area, place,
  row_no as home_id, from_day as starts, ends,
  year(birth_date) * 12 + month(birth_date) - 1 + (case when day(birth_date) > 1 then 1 else 0 end) as born_month_no,
  learning_disability, severe_mental_illness, unpaid_carer, practice
from aged
