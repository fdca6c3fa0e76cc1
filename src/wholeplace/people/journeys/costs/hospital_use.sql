-- One row per stay and month in which the person lay in a bed: how much of the hospitals' work it was. The stay itself counts in the
-- month it began, each night in its own. Who is still there lies there until the records end, but for a year at most.
with
told as (
  select
    stay.person_key, stay.age, stay.age_band, stay.sex, stay.ethnic_group, stay.small_area, stay.place, stay.stay_id, stay.started,
    least(
      coalesce(stay.ended, episodes.covers_to), cast(stay.started + interval 365 day as date)
    ) as out_of_bed,
    case
      when stay.day_case then 'day case'
      when stay.maternity then 'other'
      when stay.admitted_as = 'emergency' then 'emergency'
      when stay.admitted_as = 'elective' then 'planned'
      else 'other'
    end as kind
  from stays as stay
  left join coverage as episodes on episodes.name = 'episodes'
),
in_months as (
  select kinds.kind_no, months.month, cast(months.month + interval 1 month as date) as next_month
  from months
  join use_kinds as kinds on kinds.month = months.month and kinds.setting = 'hospital'
)
select
  told.person_key, told.age, told.age_band, told.sex, told.ethnic_group, told.small_area, told.place,
  months.kind_no, told.stay_id as use_no,
  cast(
    case when told.started >= months.month then cast(of_stay.weight as bigint) else 0 end
    + cast(of_night.weight as bigint) * greatest(
      date_diff('day', greatest(told.started, months.month), least(told.out_of_bed, months.next_month)), 0
    ) as bigint
  ) as weight
from told
join in_months as months
  on months.month < greatest(told.out_of_bed, cast(told.started + interval 1 day as date)) and months.next_month > told.started
join use_weights as of_stay on of_stay.setting = 'hospital' and of_stay.kind = told.kind
join use_weights as of_night on of_night.setting = 'hospital' and of_night.kind = 'night'
