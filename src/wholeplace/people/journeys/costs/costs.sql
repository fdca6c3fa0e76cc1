-- The journey table: one row per person and month with their share of what was spent on the services that they used; and one row per month
-- and place for money that no use on record can take.
with
shares as (
  select
    true as followed, person_key, age, age_band, sex, ethnic_group, small_area, place, month, setting, pence
  from spend_by_use
  union all
  select
    false as followed, cast(null as bigint) as person_key, cast(null as smallint) as age, cast(null as smallint) as age_band,
    cast(null as varchar) as sex, cast(null as varchar) as ethnic_group, cast(null as varchar) as small_area,
    spend.place, spend.month, spend.setting, spend.pence
  from spend_to_follow as spend
  where not exists (select 1 from spend_by_use as taken where taken.spend_no = spend.spend_no)
)
select
  person_key, max(age) as age, age_band, sex, ethnic_group, small_area, place, month, followed,
  cast(sum(case when setting in ('hospital', 'emergency') then pence else 0 end) as bigint) as hospital_pence,
  cast(sum(case when setting in ('hospital', 'emergency', 'social care') then 0 else pence end) as bigint) as community_pence,
  cast(sum(case when setting = 'social care' then pence else 0 end) as bigint) as care_pence,
  cast(sum(pence) as bigint) as pence
from shares
where month is not null
group by person_key, age_band, sex, ethnic_group, small_area, place, month, followed
