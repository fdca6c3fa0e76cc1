-- Where people who left hospital alive by pathways 1 to 3 took a new place: a bed or care home place that began within 7 days, home care
-- within 28 (it may start late), or none: care that went on from before holds its place already. A bed before home care, where both began.
with
began as (
  select
    stay.stay_id,
    max(case when spell.station = 'rehab' then 1 else 0 end) as rehab,
    max(case when spell.station = 'care-home' then 1 else 0 end) as care_home,
    max(case when spell.station = 'home-care' then 1 else 0 end) as home_care
  from stays_seen as stay
  join care_spells as spell
    on spell.person_key = stay.person_key
    and date_diff('day', stay.ended, spell.starts) between 0 and case when spell.station = 'home-care' then 28 else 7 end
  group by stay.stay_id
)
select
  stay.came_as, stay.pathway,
  case
    when began.rehab = 1 then 'rehab' when began.care_home = 1 then 'care-home' when began.home_care = 1 then 'home-care' else ''
  end as station,
  count(*) as people
from stays_seen as stay
left join began on began.stay_id = stay.stay_id
where stay.alive and stay.pathway between 1 and 3 and stay.came_as <> 'same-day' and stay.person_key is not null
  and stay.ended >= stay.stays_from and date_diff('day', stay.ended, stay.until) > 28
group by 1, 2, 3
