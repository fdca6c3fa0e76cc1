-- One row per support by a voluntary organisation and month in which it went on: its days, the first and the last among them.
select
  support.person_key, support.age, support.age_band, support.sex, support.ethnic_group, support.small_area, support.place,
  months.month, 'voluntary' as setting, cast(null as varchar) as client_group, support.support_id as use_no,
  cast(date_diff(
    'day', greatest(support.started, months.month), least(cast(support.ended + interval 1 day as date), cast(months.month + interval 1 month as date))
  ) as bigint) as weight
from support
join months on months.month <= support.ended and cast(months.month + interval 1 month as date) > support.started
