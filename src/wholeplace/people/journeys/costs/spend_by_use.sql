-- One row per share of one spend line that a use takes: in proportion to its weight among all uses that the line pays for. Shares are whole
-- pence and come to the line exactly: each is what is due to it and all before it, less what those before it got.
with
met as (
  select spend.spend_no, spend.pence as whole, uses.*
  from spend_to_follow as spend
  join uses on uses.month = spend.month and uses.setting = spend.setting and uses.place = spend.place
  where spend.client_group is null or uses.client_group = spend.client_group
  union all
  select spend.spend_no, spend.pence as whole, uses.*
  from spend_to_follow as spend
  join uses on uses.month = spend.month and uses.setting = spend.setting
  where spend.place is null and (spend.client_group is null or uses.client_group = spend.client_group)
),
in_order as (
  select
    *,
    cast(sum(weight) over (partition by spend_no) as bigint) as all_weight,
    cast(sum(weight) over (
      partition by spend_no order by use_no rows between unbounded preceding and current row
    ) as bigint) as weight_so_far
  from met
),
due as (
  select
    *,
    cast(whole as decimal(18, 0)) * cast(weight_so_far as decimal(18, 0)) as so_far,
    cast(whole as decimal(18, 0)) * cast(weight_so_far - weight as decimal(18, 0)) as before
  from in_order
)
select
  spend_no, person_key, age, age_band, sex, ethnic_group, small_area, place, month, setting,
  cast(round((so_far - so_far % all_weight) / all_weight) as bigint) - cast(round((before - before % all_weight) / all_weight) as bigint) as pence
from due
