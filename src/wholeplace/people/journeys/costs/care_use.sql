-- One row per social care service and month in which it went on: its planned cost a week, for each of its days.
with
in_months as (
  select kinds.kind_no, kinds.client_group, months.month, cast(months.month + interval 1 month as date) as next_month
  from months
  join use_kinds as kinds on kinds.month = months.month and kinds.setting = 'social care'
)
select
  care.person_key, care.age, care.age_band, care.sex, care.ethnic_group, care.small_area, care.place,
  months.kind_no, care.care_id as use_no,
  cast(care.weekly_pence * date_diff(
    'day', greatest(care.starts, months.month), least(care.ends, months.next_month)
  ) as bigint) as weight
from care_with_costs as care
join in_months as months
  on months.month < care.ends and months.next_month > care.starts and months.client_group is not distinct from care.client_group
