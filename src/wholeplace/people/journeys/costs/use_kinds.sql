-- One row per month, kind of service and (of social care) client group that money was spent on: its number, and a 1 for the column of costs
-- that its money goes to.
select
  cast(rank() over (order by spent.month, spent.setting, groups.client_group) as integer) as kind_no,
  spent.month, spent.setting, groups.client_group,
  case when spent.setting in ('hospital', 'emergency') then 1 else 0 end as is_hospital,
  case when spent.setting in ('hospital', 'emergency', 'social care') then 0 else 1 end as is_community,
  case when spent.setting = 'social care' then 1 else 0 end as is_care
from (select distinct month, setting from spend_to_follow) as spent
left join (select distinct client_group from care) as groups on spent.setting = 'social care'
