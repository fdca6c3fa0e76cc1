-- One row per service type and component seen, with our word for it: the most particular line of services.csv that fits.
-- `kind_no`, the line, is the same for both releases' spellings, so that a service goes on when the spelling changes.
with
seen as (
  select distinct coalesce(service_type, '') as service_type, coalesce(service_component, '') as service_component
  from identified_social_care
  where lower(event_type) = 'service'
),
fitting as (
  select
    seen.service_type, seen.service_component, services.service, services.line_no,
    row_number() over (
      partition by seen.service_type, seen.service_component
      order by length(services.service_type) desc, length(services.component) desc, services.line_no
    ) as from_best
  from seen
  join services on starts_with(lower(seen.service_type), services.service_type)
    and starts_with(lower(seen.service_component), services.component)
)
select service_type, service_component, service, line_no as kind_no
from fitting
where from_best = 1
