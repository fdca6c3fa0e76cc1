-- One row per person's time with one kind of support: home care (reablement included), a rehabilitation bed (a short-term place in a
-- home) or a care home (long-term). Services that touch or overlap are one time. As the records stood at the start of `until`.
with
told as (
  select
    care.care_id, care.person_key, care.starts,
    case
      when care.service in ('residential', 'nursing') and care.long_term then 'care-home'
      when care.service in ('residential', 'nursing') then 'rehab'
      else 'home-care'
    end as station,
    case
      when deaths.died < coalesce(care.ends, asked.until) and deaths.died >= care.starts then deaths.died
      when care.ends < asked.until then care.ends
    end as ends,
    asked.until, asked.care_from
  from care
  join asked on care.starts < asked.until
  left join deaths on deaths.person_key = care.person_key
  where (care.service in ('residential', 'nursing', 'reablement') or (care.service = 'home care'))
    and coalesce(care.client_group, '') <> 'learning disability'
    and (deaths.died is null or deaths.died >= care.starts)
),
ordered as (
  select
    *,
    max(coalesce(ends, until)) over (
      partition by person_key, station, case when person_key is null then care_id end
      order by starts, care_id rows between unbounded preceding and 1 preceding
    ) as ended_before
  from told
),
numbered as (
  select
    *,
    sum(case when date_diff('day', ended_before, starts) <= 1 then 0 else 1 end) over (
      partition by person_key, station, case when person_key is null then care_id end
      order by starts, care_id rows between unbounded preceding and current row
    ) as spell_of_person
  from ordered
)
select
  min(care_id) as spell_no, person_key, station, min(starts) as starts,
  case when max(case when ends is null then 1 else 0 end) = 0 then max(ends) end as ends,
  until, care_from
from numbered
group by person_key, station, spell_of_person, case when person_key is null then care_id end, until, care_from
having max(coalesce(ends, until)) >= care_from
