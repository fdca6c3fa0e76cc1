-- The journey table: one row per attendance. Minutes are missing where a time is missing or the two are out of order.
-- Both times are cut to the minute first, so that every engine counts the same minutes.
select
  record.person_key, record.age, record.age_band, record.sex, record.ethnic_group, record.small_area, record.place,
  record.row_no as attendance_id,
  cast(record.arrived_at as date) as arrived,
  cast(extract(hour from record.arrived_at) as smallint) as arrived_hour,
  case
    when record.departed_at >= record.arrived_at
      then date_diff('minute', date_trunc('minute', record.arrived_at), date_trunc('minute', record.departed_at))
  end as minutes,
  record.provider,
  case when starts_with(record.department_type, '0') then substring(record.department_type, 2) else record.department_type end
    as department_type,
  category.code is not null as planned,
  destination.code is not null as admitted,
  visits_before.visits_in_12_months
from keyed_emergency_care as record
left join emergency_care as category on category.list = 'planned' and category.code = record.attendance_category
left join emergency_care as destination on destination.list = 'admitted' and destination.code = record.disposal
left join visits_before on visits_before.row_no = record.row_no
where record.arrived_at is not null
