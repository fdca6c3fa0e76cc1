-- One row per person (or row of nobody known), kind of use and home: how much of it they used, as one part of all that was used, with
-- numbers in place of words. `use_no` is that of the first of them: a number that no other row of the kind has; it says nothing of who
-- it was.
with
every_use as (
  select
    contact.person_key, contact.age, contact.age_band, contact.sex, contact.ethnic_group, contact.small_area, contact.place,
    kinds.kind_no, contact.contact_id as use_no, kinds.weight
  from contacts as contact
  join contact_kinds as kinds
    on kinds.month = cast(date_trunc('month', contact.happened) as date) and kinds.setting = contact.setting
  where coalesce(contact.attended, true)
  union all
  select person_key, age, age_band, sex, ethnic_group, small_area, place, kind_no, use_no, weight from visit_use
  union all
  select person_key, age, age_band, sex, ethnic_group, small_area, place, kind_no, use_no, weight from hospital_use where weight > 0
  union all
  select person_key, age, age_band, sex, ethnic_group, small_area, place, kind_no, use_no, weight from care_use where weight > 0
  union all
  select person_key, age, age_band, sex, ethnic_group, small_area, place, kind_no, use_no, weight from support_use where weight > 0
)
select
  used.person_key, max(used.age) as age, used.age_band, coalesce(people.people_kind_no, cast(0 as smallint)) as people_kind_no,
  coalesce(homes.area_no, 0) as area_no, used.kind_no, min(used.use_no) as use_no, cast(sum(used.weight) as bigint) as weight
from every_use as used
left join people_kinds as people
  on people.sex is not distinct from used.sex and people.ethnic_group is not distinct from used.ethnic_group
left join use_areas as homes
  on homes.small_area is not distinct from used.small_area and homes.place is not distinct from used.place
group by
  used.person_key, used.age_band, coalesce(people.people_kind_no, cast(0 as smallint)), coalesce(homes.area_no, 0), used.kind_no
