-- One row per record with a planned cost for every week, in pence. A one-off cost has none.
with
costed as (
  select row_no, unit_cost_pence, lower(trim(cost_unit)) as cost_unit, units_per_week
  from services_once
  where unit_cost_pence is not null
)
select
  row_no,
  case
    when cost_unit like '%one-off%' or cost_unit like '%one off%' then null
    when units_per_week is not null then cast(round(unit_cost_pence * units_per_week) as bigint)
    when cost_unit like '%week%' then unit_cost_pence
  end as weekly_pence
from costed
