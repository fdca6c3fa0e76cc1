-- One row per birth of a known mother, with where she lived and how old she was on that day, and when she died.
-- Another baby of hers within a day of it makes it one of several.
with
neighbours as (
  select
    row_no,
    mother_key,
    born,
    lag(born) over (partition by mother_key order by born, row_no) as born_before,
    lead(born) over (partition by mother_key order by born, row_no) as born_after
  from births_once
  where mother_key is not null
)
select
  birth.row_no,
  home.small_area,
  mother.died,
  coalesce(date_diff('day', birth.born_before, birth.born) <= 1, false)
  or coalesce(date_diff('day', birth.born, birth.born_after) <= 1, false) as one_of_several,
  cast(floor((
    year(birth.born) * 10000 + month(birth.born) * 100 + day(birth.born)
    - year(mother.birth_date) * 10000 - month(mother.birth_date) * 100 - day(mother.birth_date)
  ) / 10000) as smallint) as age
from neighbours as birth
left join characteristics as mother on mother.person_key = birth.mother_key
left join residences as home
  on home.person_key = birth.mother_key
  and birth.born >= home.from_day
  and (home.to_day is null or birth.born < home.to_day)
