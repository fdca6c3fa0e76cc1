-- One row per path with contacts outside hospital from its first day on: what they cost; how many were with anybody but a GP surgery.
select
  path.stay_id, 100 * cast(round(sum(used.weight * price.pence) / 100) as bigint) as pence,
  sum(case when used.setting in ('community', 'mental health') then 1 else 0 end) as contacts_beyond_gp
from paths_begun as path
join contact_use as used on used.person_key = path.person_key and used.on_day >= path.started and used.on_day < path.path_ends
left join use_prices as price
  on price.month = used.month and price.setting = used.setting and price.place is not distinct from used.place
where used.setting in ('primary', 'community', 'mental health')
group by 1
