-- One row per service of a known person that began 0 to 7 days after they left hospital alive, with the last such stay.
with
candidates as (
  select
    service.service_no, stay.stay_no,
    row_number() over (partition by service.service_no order by stay.ended desc, stay.stay_no) as from_last
  from care_services as service
  join described_stays as stay on stay.person_key = service.person_key
  where stay.alive and not stay.day_case and date_diff('day', stay.ended, service.starts) between 0 and 7
)
select candidates.service_no, day_91.at_home_day_91
from candidates
left join day_91 on day_91.stay_no = candidates.stay_no
where candidates.from_last = 1
