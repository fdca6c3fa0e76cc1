-- One row per social care service and month in which it went on: its planned cost a week, for each of its days.
select
  care.person_key, care.age, care.age_band, care.sex, care.ethnic_group, care.small_area, care.place,
  months.month, 'social care' as setting, care.client_group, care.care_id as use_no,
  cast(care.weekly_pence * date_diff(
    'day', greatest(care.starts, months.month), least(care.ends, cast(months.month + interval 1 month as date))
  ) as bigint) as weight
from care_with_costs as care
join months on months.month < care.ends and cast(months.month + interval 1 month as date) > care.starts
