-- One row per booking of a known person: days from its appointment to their next unplanned attendance, on the same day or later.
-- Hours are not compared: of a visit on the very day nobody can tell here which came first, and it counts as after.
with
events as (
  select row_no, person_key, date_diff('day', date '1900-01-01', starts) as day_no, 0 as is_visit
  from identified_bookings
  where person_key is not null and starts is not null
  union all
  select record.row_no, record.person_key, date_diff('day', date '1900-01-01', cast(record.arrived_at as date)) as day_no, 1 as is_visit
  from identified_emergency_care as record
  left join emergency_care as category on category.list = 'planned' and category.code = record.attendance_category
  where record.person_key is not null and record.arrived_at is not null and category.code is null
),
followed as (
  select
    row_no, is_visit, day_no,
    min(case when is_visit = 1 then day_no end) over (
      partition by person_key order by day_no, is_visit, row_no rows between current row and unbounded following
    ) as next_visit
  from events
)
select row_no, cast(next_visit - day_no as integer) as emergency_after_days
from followed
where is_visit = 0 and next_visit is not null
