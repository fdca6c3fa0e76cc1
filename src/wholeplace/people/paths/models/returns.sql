-- People who left hospital alive at least 30 days before `until`: by how they came, pathway, days of delay (at most 30; null: ready date
-- not told), when support was there, the day they came back (null: not within 0 to 29), and whether they left `lately`, in the year
-- before the last 30 days. Support by the end of day 2 after they left, and of day 2 after they were ready: 'in time', 'late' (within
-- 28 days) or 'none' on record: who is back in hospital before it would begin has none, nor has anybody whose care is not linked.
select
  stay.came_as, stay.pathway,
  case when stay.ready is not null then least(date_diff('day', stay.ready, stay.ended), 30) end as delay_days,
  case when support.days <= 2 then 'in time' when support.days is not null then 'late' else 'none' end as after_leaving,
  case
    when stay.ready is null then null
    when date_diff('day', stay.ready, stay.ended) + support.days <= 2 then 'in time'
    when support.days is not null then 'late'
    else 'none'
  end as after_ready,
  case when stay.back_after_days <= 29 then stay.back_after_days end as back_after_days,
  date_diff('day', stay.ended, stay.until) <= 395 as lately,
  count(*) as people
from stays_seen as stay
left join support_after as support on support.stay_id = stay.stay_id
where stay.alive and stay.person_key is not null and stay.ended >= stay.stays_from
  and date_diff('day', stay.ended, stay.until) >= 30 and (stay.pathway is not null or stay.came_as = 'same-day')
group by 1, 2, 3, 4, 5, 6, 7
