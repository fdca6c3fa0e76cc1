-- One row per line of spend, kind of use and place that it pays for: its pence, the weight of all that it pays for, and how many whole
-- pence go to each part of weight, and how many are left over then.
with
used as (
  select uses.kind_no, homes.place_no, homes.place, cast(sum(uses.weight) as bigint) as weight
  from uses
  join use_areas as homes on homes.area_no = uses.area_no
  group by uses.kind_no, homes.place_no, homes.place
),
paid as (
  select
    spend.spend_no, spend.pence, used.kind_no, used.place_no,
    cast(sum(used.weight) over (partition by spend.spend_no) as bigint) as all_weight
  from spend_to_follow as spend
  join use_kinds as kinds
    on kinds.month = spend.month and kinds.setting = spend.setting
    and (spend.client_group is null or kinds.client_group = spend.client_group)
  join used on used.kind_no = kinds.kind_no and (spend.place is null or spend.place = used.place)
)
select
  spend_no, kind_no, place_no, pence, all_weight,
  cast(round((pence - pence % all_weight) / all_weight) as bigint) as each_pence, pence % all_weight as left_over
from paid
