-- One row per subject, whose home it is ('self' or 'mother') and span of days at one small area.
-- Of somebody whom the list does not know, one day is known: the index day, from the record.
with
asked_of as (
  select subject_no, 'self' as of_whom, person_key as lives, small_area as given, index_day
  from subjects
  union all
  select subject_no, 'mother', mother_key, mother_small_area, index_day
  from subjects
),
listed as (
  select distinct person_key
  from homes
)
select person.subject_no, person.of_whom, home.small_area, home.starts, home.ends
from asked_of as person
join homes as home on home.person_key = person.lives
where home.small_area is not null
union all
select person.subject_no, person.of_whom, person.given, person.index_day, cast(person.index_day + interval 1 day as date)
from asked_of as person
left join listed on listed.person_key = person.lives
where listed.person_key is null and person.given is not null
