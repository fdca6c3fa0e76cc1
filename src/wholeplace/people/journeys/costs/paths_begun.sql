-- One row per path: an emergency stay of a known person that ended alive, with none of theirs in the 91 days before, and what followed in
-- the 91 days after. Paths of one person never overlap. Maternity is left out.
select
  stay.*, cast(stay.ended + interval 91 day as date) as path_ends,
  cast(date_trunc('month', stay.ended) as date) as ended_month
from stays as stay
where stay.admitted_as = 'emergency' and stay.alive and not stay.maternity and not stay.day_case and stay.person_key is not null
  and stay.ended is not null
  and not exists (
    select 1
    from stays as earlier
    where earlier.person_key = stay.person_key and earlier.stay_id <> stay.stay_id and earlier.admitted_as = 'emergency'
      and not earlier.maternity
      and (earlier.started < stay.started or (earlier.started = stay.started and earlier.stay_id < stay.stay_id))
      and (earlier.ended is null or date_diff('day', earlier.ended, stay.started) <= 91)
  )
