-- One row per person (or row of nobody known), month, kind of service and home: how much of it they used, as one part of all that was used.
-- `use_no` is that of the first of them: a number that no other row of the kind and month has; it says nothing of who it was.
with
every_use as (
  select person_key, age, age_band, sex, ethnic_group, small_area, place, month, setting, client_group, use_no, weight from hospital_use
  union all
  select person_key, age, age_band, sex, ethnic_group, small_area, place, month, setting, client_group, use_no, weight from contact_use
  union all
  select person_key, age, age_band, sex, ethnic_group, small_area, place, month, setting, client_group, use_no, weight from care_use
  union all
  select person_key, age, age_band, sex, ethnic_group, small_area, place, month, setting, client_group, use_no, weight from support_use
)
select
  person_key, max(age) as age, age_band, sex, ethnic_group, small_area, place, month, setting, client_group,
  min(use_no) as use_no, cast(sum(weight) as bigint) as weight
from every_use
where weight > 0
group by person_key, age_band, sex, ethnic_group, small_area, place, month, setting, client_group
