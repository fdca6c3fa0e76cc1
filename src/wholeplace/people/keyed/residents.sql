-- One row per span of residence, ended by death, with what a denominator needs. A row of the person list that names nobody
-- we know is still somebody who lives here: it is counted by what it says itself.
-- `born_month_no`: the first month on whose first day the person had been born; ages on the first of a month follow from it.
with
spans as (
  select
    home.person_key, home.small_area, home.place, home.practice, home.from_day, home.to_day,
    person.died, person.birth_date, person.sex, person.ethnic_group,
    home.learning_disability, home.severe_mental_illness, home.unpaid_carer
  from residences as home
  left join characteristics as person on person.person_key = home.person_key
  union all
  select
    record.person_key, area.small_area, area.place, record.practice, coalesce(record.starts, date '1900-01-01') as from_day, record.ends as to_day,
    record.died, record.birth_date, record.sex, record.ethnic_group,
    coalesce(record.learning_disability, false) as learning_disability,
    coalesce(record.severe_mental_illness, false) as severe_mental_illness,
    coalesce(record.unpaid_carer, false) as unpaid_carer
  from identified_persons as record
  left join small_area_now as area on area.given = record.small_area
  where record.person_key is null
)
select
  person_key, small_area, place, practice, from_day,
  case when died is null or to_day < died then to_day else died end as to_day,
  sex, ethnic_group,
  year(birth_date) * 12 + month(birth_date) - 1 + (case when day(birth_date) > 1 then 1 else 0 end) as born_month_no,
  learning_disability, severe_mental_illness, unpaid_carer
from spans
