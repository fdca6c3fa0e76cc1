-- One row per support by a voluntary organisation and month in which it went on: its days, the first and the last among them.
with
in_months as (
  select kinds.kind_no, months.month, cast(months.month + interval 1 month as date) as next_month
  from months
  join use_kinds as kinds on kinds.month = months.month and kinds.setting = 'voluntary'
)
select
  support.person_key, support.age, support.age_band, support.sex, support.ethnic_group, support.small_area, support.place,
  months.kind_no, support.support_id as use_no,
  cast(date_diff(
    'day', greatest(support.started, months.month), least(cast(support.ended + interval 1 day as date), months.next_month)
  ) as bigint) as weight
from support
join in_months as months on months.month <= support.ended and months.next_month > support.started
