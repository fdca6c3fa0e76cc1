-- One row per person and combination recorded of them, with the last day it was recorded.
-- Grouped before anything is chosen, so that the choice looks at few rows.
select
  person_key, sex, ethnic_group, birth_date, died,
  max(on_person_list) as on_person_list,
  max(recorded) as recorded
from recorded_of_persons
where person_key is not null
group by person_key, sex, ethnic_group, birth_date, died
