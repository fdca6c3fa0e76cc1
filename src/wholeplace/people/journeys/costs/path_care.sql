-- One row per path with social care: what its days in the 91 days after hospital cost, at the prices of the month in which it began.
select
  path.stay_id,
  100 * cast(round(sum(
    care.weekly_pence * date_diff('day', greatest(care.starts, path.ended), least(care.ends, path.path_ends)) * price.pence
  ) / 100) as bigint) as pence
from paths_begun as path
join care_with_costs as care on care.person_key = path.person_key and care.starts < path.path_ends and care.ends > path.ended
left join use_prices as price
  on price.month = path.ended_month and price.setting = 'social care' and price.place is not distinct from care.place
  and price.client_group is not distinct from care.client_group
group by 1
