-- One row per finished stay that a social care service for the person followed: days until the first, within 91.
-- Support for an unpaid carer is not care for the person who left hospital.
select stay.stay_no, min(date_diff('day', stay.ended, service.starts)) as care_started_after_days
from described_stays as stay
join care_services as service on service.person_key = stay.person_key
where service.service <> 'carer support' and date_diff('day', stay.ended, service.starts) between 0 and 91
group by stay.stay_no
