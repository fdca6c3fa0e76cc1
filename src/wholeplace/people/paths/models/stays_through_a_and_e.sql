-- One row per emergency stay of a person who was at A&E that day or the day before, and was admitted from there.
select distinct stay.stay_id
from stays_seen as stay
join attendances as visit
  on visit.person_key = stay.person_key
  and date_diff('day', visit.arrived, stay.started) between 0 and 1
where visit.admitted and stay.came_as <> 'planned'
