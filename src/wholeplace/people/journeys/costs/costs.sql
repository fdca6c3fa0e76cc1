-- The journey table: one row per person and month with their share of what was spent on the services that they used; and one row per month
-- and place for money that no use on record can take.
with
followed as (
  select
    used.person_key, max(used.age) as age, used.age_band, used.people_kind_no, used.area_no, kinds.month,
    cast(sum(used.pence * kinds.is_hospital) as bigint) as hospital_pence,
    cast(sum(used.pence * kinds.is_community) as bigint) as community_pence,
    cast(sum(used.pence * kinds.is_care) as bigint) as care_pence
  from spend_by_use as used
  join use_kinds as kinds on kinds.kind_no = used.kind_no
  group by used.person_key, used.age_band, used.people_kind_no, used.area_no, kinds.month
),
nobodys as (
  select
    spend.month, spend.place,
    cast(sum(case when spend.setting in ('hospital', 'emergency') then spend.pence else 0 end) as bigint) as hospital_pence,
    cast(sum(case when spend.setting in ('hospital', 'emergency', 'social care') then 0 else spend.pence end) as bigint) as community_pence,
    cast(sum(case when spend.setting = 'social care' then spend.pence else 0 end) as bigint) as care_pence
  from spend_to_follow as spend
  where not exists (select 1 from use_lines as paid where paid.spend_no = spend.spend_no)
  group by spend.month, spend.place
)
select
  followed.person_key, followed.age, followed.age_band, people.sex, people.ethnic_group, homes.small_area, homes.place, followed.month,
  true as followed, followed.hospital_pence, followed.community_pence, followed.care_pence,
  followed.hospital_pence + followed.community_pence + followed.care_pence as pence
from followed
left join people_kinds as people on people.people_kind_no = followed.people_kind_no
left join use_areas as homes on homes.area_no = followed.area_no
union all
select
  cast(null as bigint) as person_key, cast(null as smallint) as age, cast(null as smallint) as age_band, cast(null as varchar) as sex,
  cast(null as varchar) as ethnic_group, cast(null as varchar) as small_area, place, month, false as followed,
  hospital_pence, community_pence, care_pence, hospital_pence + community_pence + care_pence as pence
from nobodys
