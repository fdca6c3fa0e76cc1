-- One row per path with social care: what its days in the 91 days after hospital cost, at the prices of the month in which it began.
select
  path.stay_id,
  100 * cast(round(sum(
    care.weekly_pence * date_diff('day', greatest(care.starts, path.ended), least(care.ends, path.path_ends)) * price.pence
  ) / 100) as bigint) as pence
from paths_begun as path
join care_with_costs as care on care.person_key = path.person_key and care.starts < path.path_ends and care.ends > path.ended
left join use_kinds as kinds
  on kinds.month = path.ended_month and kinds.setting = 'social care' and kinds.client_group is not distinct from care.client_group
left join use_areas as homes
  on homes.small_area is not distinct from care.small_area and homes.place is not distinct from care.place
left join use_prices as price on price.kind_no = kinds.kind_no and price.place_no = homes.place_no
group by 1
