-- One row per person who lives in the place on the index day and none of whose rows may enter. Age as on the first of that month.
with
entering as (
  select distinct person_key
  from entrants
  where person_key is not null
),
there as (
  select
    home.home_id, home.person_key, home.sex, home.ethnic_group, home.small_area, home.place, asked.first_day as index_day,
    floor((year(asked.first_day) * 12 + month(asked.first_day) - 1 - home.born_month_no) / 12) as age_in_years
  from homes as home
  join asked on asked.compares and home.starts <= asked.first_day and (home.ends is null or home.ends > asked.first_day)
  left join entering on entering.person_key = home.person_key
  where home.place is not null and entering.person_key is null
)
select
  -1 - home_id as subject_no, person_key, index_day, sex, ethnic_group, small_area, place,
  cast(case when age_in_years between 0 and 120 then age_in_years end as smallint) as age,
  case when age_in_years between 0 and 120 then cast(least(floor(age_in_years / 5) * 5, 90) as smallint) end as age_band
from there
