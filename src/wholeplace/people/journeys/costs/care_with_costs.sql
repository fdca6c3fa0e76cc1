-- One row per social care service with what a week of it is planned to cost. Where that was not told: the mean of its kind; where it was
-- told of none of its kind: nothing, so that it takes no other's money; where it was told of none at all, every week counts alike.
with
known as (
  select service, cast(round(avg(weekly_pence)) as bigint) as weekly_pence from care where weekly_pence > 0 group by service
),
any_known as (
  select count(*) as kinds from known
)
select
  care.care_id, care.person_key, care.age, care.age_band, care.sex, care.ethnic_group, care.small_area, care.place,
  care.client_group, care.starts, coalesce(care.ends, told.covers_to) as ends,
  coalesce(
    case when care.weekly_pence > 0 then care.weekly_pence end, known.weekly_pence, case when any_known.kinds = 0 then 100 else 0 end
  ) as weekly_pence
from care
cross join any_known
left join known on known.service = care.service
left join coverage as told on told.name = 'social_care'
