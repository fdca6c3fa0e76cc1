-- One row per visit to A&E, planned or not, by the kind of department. Calls to 111 are nobody's here, as no line of a spend return pays
-- for them.
select
  visit.person_key, visit.age, visit.age_band, visit.sex, visit.ethnic_group, visit.small_area, visit.place,
  kinds.kind_no, visit.attendance_id as use_no, cast(of_visit.weight as bigint) as weight, visit.arrived as on_day
from attendances as visit
join use_kinds as kinds on kinds.month = cast(date_trunc('month', visit.arrived) as date) and kinds.setting = 'emergency'
join use_weights as of_visit
  on of_visit.setting = 'emergency'
  and of_visit.kind = case when coalesce(visit.department_type, '1') in ('3', '4') then 'minor' else 'visit' end
