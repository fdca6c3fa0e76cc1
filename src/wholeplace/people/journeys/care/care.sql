-- The journey table: one row per social care service of one person. Who they are: as on its first day. Cost: its last record.
select
  record.person_key, record.age, record.age_band, record.sex, record.ethnic_group, record.small_area, record.place,
  service.service_no as care_id, service.starts, service.ends, service.service, service.long_term,
  case when record.age >= 65 then 'older people' else coalesce(groups.client_group, 'other') end as client_group,
  first_care_homes.service_no is not null as new_care_home,
  hospital.service_no is not null as after_hospital,
  hospital.at_home_day_91,
  costs.weekly_pence,
  after_short.led_to_long_term
from care_services as service
join services_once as record on record.row_no = service.first_record_no
left join client_groups as groups on groups.support_reason = record.support_reason
left join first_care_homes on first_care_homes.service_no = service.service_no
left join hospital_before_care as hospital on hospital.service_no = service.service_no
left join after_short_services as after_short on after_short.service_no = service.service_no
left join weekly_costs as costs on costs.row_no = service.last_record_no
