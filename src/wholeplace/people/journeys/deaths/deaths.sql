-- The journey table: one row per person known to have died, with the home they had on that day, or that ended on it.
-- Day of death: the person list, else the latest record that gives one.
with
last_homes as (
  select
    person.person_key, person.sex, person.ethnic_group, person.died, person.birth_date,
    home.small_area, home.place,
    row_number() over (partition by person.person_key order by home.from_day desc, home.row_no) as from_last
  from characteristics as person
  left join residences as home
    on home.person_key = person.person_key
    and person.died >= home.from_day
    and (home.to_day is null or person.died <= home.to_day)
  where person.died is not null
),
aged as (
  select
    last_homes.*,
    floor((
      year(died) * 10000 + month(died) * 100 + day(died) - year(birth_date) * 10000 - month(birth_date) * 100 - day(birth_date)
    ) / 10000) as age_in_years
  from last_homes
  where from_last = 1
)
select
  person_key,
  cast(case when age_in_years between 0 and 120 then age_in_years end as smallint) as age,
  case when age_in_years between 0 and 120 then cast(least(floor(age_in_years / 5) * 5, 90) as smallint) end as age_band,
  sex, ethnic_group, small_area, place, died
from aged
