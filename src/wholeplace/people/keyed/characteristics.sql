-- One row per person: what is held to be true of them, the same in every journey and in every denominator.
-- The person list comes first, then the most recently recorded. "1" or "0" for the list, then a date written
-- year first, then the value: the greatest such text is the value to keep, and ties cannot fall two ways.
with
stamped as (
  select
    person_key, sex, ethnic_group, birth_date, died,
    concat(cast(on_person_list as varchar), coalesce(cast(recorded as varchar), '0000-00-00')) as stamp
  from persons_seen
),
kept as (
  select
    person_key,
    max(case when sex is not null then concat(stamp, sex) end) as sex,
    max(case when ethnic_group is not null then concat(stamp, ethnic_group) end) as ethnic_group,
    max(case when birth_date is not null then concat(stamp, cast(birth_date as varchar)) end) as birth_date,
    max(case when died is not null then concat(stamp, cast(died as varchar)) end) as died
  from stamped
  group by person_key
)
select
  person_key,
  substring(sex, 12) as sex,
  substring(ethnic_group, 12) as ethnic_group,
  cast(substring(birth_date, 12) as date) as birth_date,
  cast(substring(died, 12) as date) as died
from kept
