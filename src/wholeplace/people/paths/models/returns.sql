-- People who left hospital alive at least 30 days before `until`: by how they came, pathway, days of delay (at most 30; null: ready date
-- not told), whether support had begun by the end of day 2 after they left and of day 2 after they were ready (null: ready not told),
-- and the day they came back (null: not within 0 to 29). Nobody's support is looked for beyond day 2: who is back in hospital by then
-- could not start it any more.
select
  came_as, pathway,
  case when ready is not null then least(date_diff('day', ready, ended), 30) end as delay_days,
  coalesce(care_after_days <= 2, false) as in_time_after_leaving,
  case when ready is not null then coalesce(date_diff('day', ready, ended) + care_after_days <= 2, false) end as in_time_after_ready,
  case when back_after_days <= 29 then back_after_days end as back_after_days,
  count(*) as people
from stays_seen
where alive and person_key is not null and ended >= stays_from and date_diff('day', ended, until) >= 30
  and (pathway is not null or came_as = 'same-day')
group by 1, 2, 3, 4, 5, 6
