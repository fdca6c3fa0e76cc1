-- One row per finished stay of a known person whose day 91 is covered by both hospitals and social care:
-- were they alive, out of hospital and out of a care home on that day?
-- A stay with no recorded end holds the person only if no later admission contradicts it.
with
due as (
  select stay_no, person_key, ended, cast(ended + interval 91 day as date) as day_91
  from described_stays
  where ended is not null and person_key is not null
),
covered as (
  select due.*
  from due
  join coverage as known on known.name = 'day 91' and due.day_91 < known.covers_to
),
last_stays as (
  select stay_no, row_number() over (partition by person_key order by started desc, ended desc nulls first, stay_no desc) as from_last
  from described_stays
  where person_key is not null
),
in_hospital as (
  select distinct covered.stay_no
  from covered
  join described_stays as other on other.person_key = covered.person_key
  join last_stays on last_stays.stay_no = other.stay_no
  where other.started <= covered.day_91
    and (other.ended > covered.day_91 or (other.ended is null and last_stays.from_last = 1))
),
in_care_home as (
  select distinct covered.stay_no
  from covered
  join care_services as service on service.person_key = covered.person_key
  where service.service in ('residential', 'nursing') and service.starts <= covered.day_91
    and (service.ends is null or service.ends > covered.day_91)
)
select
  covered.stay_no,
  not coalesce(deaths.died <= covered.day_91, false) and in_hospital.stay_no is null and in_care_home.stay_no is null as at_home_day_91
from covered
left join deaths on deaths.person_key = covered.person_key
left join in_hospital on in_hospital.stay_no = covered.stay_no
left join in_care_home on in_care_home.stay_no = covered.stay_no
