-- One row per unplanned attendance of a known person: how many they made in the 365 days up to it, this one included.
-- Only where those 365 days are covered: in the first year of records everybody would seem to come less often.
with
visits as (
  select
    record.row_no, record.person_key, date_diff('day', date '1900-01-01', cast(record.arrived_at as date)) as day_no
  from identified_emergency_care as record
  left join emergency_care as category on category.list = 'planned' and category.code = record.attendance_category
  where record.person_key is not null and record.arrived_at is not null and category.code is null
),
counted as (
  select
    row_no, day_no,
    count(*) over (partition by person_key order by day_no range between 364 preceding and current row) as visits
  from visits
)
select counted.row_no, cast(counted.visits as integer) as visits_in_12_months
from counted
join coverage as known
  on known.name = 'emergency_care'
  and counted.day_no >= date_diff('day', date '1900-01-01', known.covers_from) + 364
