-- One row per known person placed in a care home for the long term: their first placement.
-- A move between residential and nursing care is not a new admission (ASCOF 2C).
with
in_order as (
  select service_no, row_number() over (partition by person_key order by starts, service_no) as from_first
  from care_services
  where person_key is not null and long_term and service in ('residential', 'nursing')
)
select service_no
from in_order
where from_first = 1
