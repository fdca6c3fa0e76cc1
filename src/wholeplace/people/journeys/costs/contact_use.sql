-- One row per contact that took place, planned A&E visit or not: each counts once among the contacts of its kind, whatever was done. Visits
-- to A&E by the kind of department. Calls to 111 are nobody's here, as no line of a spend return pays for them.
select
  contact.person_key, contact.age, contact.age_band, contact.sex, contact.ethnic_group, contact.small_area, contact.place,
  cast(date_trunc('month', contact.happened) as date) as month,
  case when contact.setting = 'gp' then 'primary' else contact.setting end as setting,
  cast(null as varchar) as client_group, contact.contact_id as use_no, cast(1 as bigint) as weight, contact.happened as on_day
from contacts as contact
where contact.setting in ('gp', 'community', 'mental health') and coalesce(contact.attended, true)
union all
select
  visit.person_key, visit.age, visit.age_band, visit.sex, visit.ethnic_group, visit.small_area, visit.place,
  cast(date_trunc('month', visit.arrived) as date) as month,
  'emergency' as setting, cast(null as varchar) as client_group, visit.attendance_id as use_no,
  cast(of_visit.weight as bigint) as weight, visit.arrived as on_day
from attendances as visit
join use_weights as of_visit
  on of_visit.setting = 'emergency'
  and of_visit.kind = case when coalesce(visit.department_type, '1') in ('3', '4') then 'minor' else 'visit' end
