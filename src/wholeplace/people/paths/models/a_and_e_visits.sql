-- Every unplanned visit to a consultant-led emergency department before `until`. Departments for minor injuries, walk-in centres and
-- same day emergency care are not part of it.
select
  visit.attendance_id, visit.arrived, visit.arrived_hour, visit.minutes, visit.admitted, asked.until, asked.attendances_from
from attendances as visit
join asked on visit.arrived < asked.until and visit.arrived >= asked.attendances_from
where not visit.planned and coalesce(visit.department_type, '1') in ('1', '2')
