-- One row per path with contacts outside hospital from its first day on: what they cost; how many were with anybody but a GP surgery.
select
  path.stay_id, 100 * cast(round(sum(kinds.weight * price.pence) / 100) as bigint) as pence,
  sum(case when contact.setting in ('community', 'mental health') then 1 else 0 end) as contacts_beyond_gp
from paths_begun as path
join contacts as contact
  on contact.person_key = path.person_key and contact.happened >= path.started and contact.happened < path.path_ends
left join contact_kinds as kinds
  on kinds.month = cast(date_trunc('month', contact.happened) as date) and kinds.setting = contact.setting
left join use_areas as homes
  on homes.small_area is not distinct from contact.small_area and homes.place is not distinct from contact.place
left join use_prices as price on price.kind_no = kinds.kind_no and price.place_no = homes.place_no
where contact.setting in ('gp', 'community', 'mental health') and coalesce(contact.attended, true)
group by 1
