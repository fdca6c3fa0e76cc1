-- One row per service and start: councils send an unfinished service again every year, and again when it ends.
-- A record that ends it speaks louder than one that left it open.
-- Key: council, person, start, service, component, delivery (client-level data guidance on event identity).
with
told as (
  select
    *,
    max(ends) over (
      partition by council, person_key, event_starts, kind_no, delivery,
        case when person_key is null then row_no end
    ) as last_told_end,
    row_number() over (
      partition by council, person_key, event_starts, kind_no, delivery,
        case when person_key is null then row_no end
      order by row_no desc
    ) as from_newest
  from service_records
)
select *
from told
where from_newest = 1
