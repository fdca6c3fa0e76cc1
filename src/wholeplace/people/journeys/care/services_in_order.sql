-- One row per service and start, saying whether it goes on from one of the same kind that ended the day it began (or later):
-- a new record each April is one service, not a new one every year.
with
before as (
  select
    row_no, person_key, council, kind_no, delivery, event_starts, last_told_end,
    max(coalesce(last_told_end, date '9999-12-31')) over (
      partition by person_key, council, kind_no, delivery
      order by event_starts, row_no rows between unbounded preceding and 1 preceding
    ) as ended_before
  from services_once
  where person_key is not null
)
select
  *,
  sum(case when event_starts <= ended_before then 0 else 1 end) over (
    partition by person_key, council, kind_no, delivery
    order by event_starts, row_no rows between unbounded preceding and current row
  ) as service_of_person
from before
