-- One row per service of one person from its first day to the first day without it. Nothing here looks beyond the service.
select
  place_in.service_no, record.person_key, record.service, record.long_term,
  max(case when place_in.from_first = 1 then record.row_no end) as first_record_no,
  max(case when place_in.from_last = 1 then record.row_no end) as last_record_no,
  min(record.event_starts) as starts,
  case when max(case when record.last_told_end is null then 1 else 0 end) = 0 then max(record.last_told_end) end as ends
from records_in_services as place_in
join services_once as record on record.row_no = place_in.row_no
group by place_in.service_no, record.person_key, record.service, record.long_term
