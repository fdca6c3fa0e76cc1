-- One row per stay in a general bed that began before the day `until`, as the records stood at the start of that day: who was still
-- there has no end, no way out and (unless the sender tells it of people in bed) no ready date yet. Day cases and maternity have
-- beds of their own. A stay without an end counts as open only while nothing contradicts it: no later stay, no death, not a year.
with
told as (
  select
    stay.stay_id, stay.person_key, stay.started,
    case when stay.ended < asked.until then stay.ended end as ended,
    case when stay.ready < asked.until and (stay.ended is null or stay.ended < asked.until) then stay.ready end as ready,
    case when stay.ended < asked.until then stay.pathway end as pathway,
    case when stay.ended < asked.until then stay.alive end as alive,
    stay.admitted_as, stay.ended = stay.started as no_night,
    case when date_diff('day', stay.ended, asked.until) > stay.next_emergency_after_days then stay.next_emergency_after_days end
      as back_after_days,
    max(stay.started) over (partition by stay.person_key) as last_started,
    deaths.died, asked.until, asked.stays_from
  from stays as stay
  join asked on stay.started < asked.until
  left join deaths on deaths.person_key = stay.person_key
  where not stay.day_case and not stay.maternity
)
select
  stay_id, person_key, started, ended, ready, pathway, alive, back_after_days,
  case when admitted_as = 'emergency' and coalesce(no_night, false) then 'same-day' when admitted_as = 'emergency' then 'emergency' else 'planned' end
    as came_as,
  until, stays_from
from told
where (ended is not null and (admitted_as = 'emergency' or ended > started) and ended >= stays_from)
  or (ended is null
    and (person_key is null or last_started >= until or started = last_started)
    and (died is null or died >= until)
    and date_diff('day', started, until) <= 365)
