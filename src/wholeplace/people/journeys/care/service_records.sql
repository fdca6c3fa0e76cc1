-- One row per service record of client-level data that says when it began, in our words.
-- The council's last day becomes the first day without the service. An end before its start is no end.
select
  record.*,
  coalesce(kinds.service, 'other') as service,
  coalesce(kinds.kind_no, -1) as kind_no,
  lower(coalesce(record.delivery_mechanism, '')) as delivery,
  starts_with(lower(coalesce(record.service_type, '')), 'long term support') as long_term,
  case when record.event_ends >= record.event_starts then cast(record.event_ends + interval 1 day as date) end as ends
from keyed_social_care as record
left join service_kinds as kinds
  on kinds.service_type = coalesce(record.service_type, '') and kinds.service_component = coalesce(record.service_component, '')
where lower(record.event_type) = 'service' and record.event_starts is not null
