-- One row per month, area, kind of service and client group that money was spent on. `place`: null for money of the whole system.
select
  spend.spend_no, spend.month, lies.place, spend.setting, spend.client_group, spend.pence
from (
  select
    min(row_no) as spend_no, month, area, setting,
    case when client_group <> 'all' and setting = 'social care' then client_group end as client_group,
    cast(sum(pence) as bigint) as pence
  from received_spend
  where month is not null and pence is not null
  group by month, area, setting, case when client_group <> 'all' and setting = 'social care' then client_group end
) as spend
left join (select distinct place from small_area_now where place is not null) as lies on lies.place = spend.area
