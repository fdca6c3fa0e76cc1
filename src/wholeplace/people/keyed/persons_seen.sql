-- One row per person and combination recorded of them, with the last day it was recorded.
-- The person list comes first, so other records are asked only about what it leaves open. Deaths in hospital are always asked.
-- Grouped before anything is chosen, so that the choice looks at few rows.
with
settled as (
  select person_key
  from recorded_of_persons
  where on_person_list = 1 and person_key is not null
  group by person_key
  having count(sex) > 0 and count(ethnic_group) > 0 and count(birth_date) > 0
)
select
  seen.person_key, seen.sex, seen.ethnic_group, seen.birth_date, seen.died,
  max(seen.on_person_list) as on_person_list,
  max(seen.recorded) as recorded
from recorded_of_persons as seen
left join settled on settled.person_key = seen.person_key
where seen.person_key is not null and (settled.person_key is null or seen.on_person_list = 1 or seen.died is not null)
group by seen.person_key, seen.sex, seen.ethnic_group, seen.birth_date, seen.died
