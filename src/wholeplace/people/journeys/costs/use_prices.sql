-- One row per month, kind of service, place and client group in which something was used: the pence that went on one part of weight there.
with
weights as (
  select month, setting, place, client_group, sum(weight) as weight from uses group by 1, 2, 3, 4
),
matched as (
  select
    spend.spend_no, spend.pence, used.month, used.setting, used.place, used.client_group, used.weight
  from spend_to_follow as spend
  join weights as used on used.month = spend.month and used.setting = spend.setting
  where (spend.place is null or spend.place = used.place) and (spend.client_group is null or spend.client_group = used.client_group)
),
lines as (
  select spend_no, sum(weight) as weight from matched group by 1
)
select
  matched.month, matched.setting, matched.place, matched.client_group,
  sum(cast(matched.pence as double) / cast(lines.weight as double)) as pence
from matched
join lines on lines.spend_no = matched.spend_no
group by 1, 2, 3, 4
