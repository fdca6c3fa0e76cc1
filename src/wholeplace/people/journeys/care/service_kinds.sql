-- One row per service type and component seen, with our word for it: the most particular line of services.csv that fits.
with
seen as (
  select distinct coalesce(service_type, '') as service_type, coalesce(service_component, '') as service_component
  from identified_social_care
  where lower(event_type) = 'service'
),
fitting as (
  select
    seen.service_type, seen.service_component, services.service,
    row_number() over (
      partition by seen.service_type, seen.service_component
      order by length(services.service_type) desc, length(services.component) desc, services.line_no
    ) as from_best
  from seen
  join services on starts_with(lower(seen.service_type), services.service_type)
    and starts_with(lower(seen.service_component), services.component)
)
select service_type, service_component, service
from fitting
where from_best = 1
