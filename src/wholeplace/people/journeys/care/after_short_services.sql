-- One row per short-term service of a known person that ended, had no long-term support when it began, and whose 28 days after
-- are covered: did long-term support begin during it or in those days?
with
ended as (
  select service_no, person_key, starts, ends
  from care_services
  where person_key is not null and not long_term and ends is not null
),
covered as (
  select ended.*
  from ended
  join coverage as known on known.name = 'social_care' and date_diff('day', ended.ends, known.covers_to) > 28
),
beside as (
  select
    covered.service_no,
    max(case when other.starts < covered.starts and (other.ends is null or other.ends > covered.starts) then 1 else 0 end) as had_before,
    max(case when other.starts >= covered.starts and date_diff('day', covered.ends, other.starts) <= 28 then 1 else 0 end) as began_after
  from covered
  left join care_services as other on other.person_key = covered.person_key and other.long_term and other.service <> 'carer support'
  group by covered.service_no
)
select service_no, began_after = 1 as led_to_long_term
from beside
where had_before = 0
