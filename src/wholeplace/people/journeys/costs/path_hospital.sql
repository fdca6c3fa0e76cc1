-- One row per path: what its stays and visits to A&E cost: the first stay, and those that began within it or the 91 days after.
with
stay_costs_known as (
  select used.use_no as stay_id, used.person_key, sum(used.weight * price.pence) as pence
  from hospital_use as used
  join use_areas as homes
    on homes.small_area is not distinct from used.small_area and homes.place is not distinct from used.place
  join use_prices as price on price.kind_no = used.kind_no and price.place_no = homes.place_no
  where used.person_key is not null
  group by 1, 2
),
taken as (
  select path.stay_id, costed.pence
  from paths_begun as path
  join stays as stay on stay.person_key = path.person_key and stay.started >= path.started and stay.started < path.path_ends
  join stay_costs_known as costed on costed.stay_id = stay.stay_id
  union all
  select path.stay_id, used.weight * price.pence as pence
  from paths_begun as path
  join visit_use as used
    on used.person_key = path.person_key and used.on_day >= cast(path.started - interval 1 day as date) and used.on_day < path.path_ends
  join use_areas as homes
    on homes.small_area is not distinct from used.small_area and homes.place is not distinct from used.place
  join use_prices as price on price.kind_no = used.kind_no and price.place_no = homes.place_no
)
select stay_id, 100 * cast(round(sum(pence) / 100) as bigint) as pence
from taken
group by 1
