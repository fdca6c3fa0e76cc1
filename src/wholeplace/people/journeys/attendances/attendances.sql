-- The journey table: one row per attendance. Minutes are missing where a time is missing or the two are out of order.
-- Category '2' is a planned follow-up in the older emergency data set and '4' in the newer; the contract writes both as 'planned'.
select
  person_key, age, age_band, sex, ethnic_group, small_area, place,
  row_no as attendance_id,
  cast(arrived_at as date) as arrived,
  case
    when departed_at >= arrived_at
      then date_diff('minute', date_trunc('minute', arrived_at), date_trunc('minute', departed_at))
  end as minutes,
  provider, department_type,
  coalesce(attendance_category = 'planned', false) as planned,
  coalesce(disposal = 'admitted', false) as admitted
from keyed_emergency_care
where arrived_at is not null
