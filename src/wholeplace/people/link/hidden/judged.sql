-- One row per identity asked about: whether its number could be met anywhere else (on a record that says enough to be known again,
-- or in fact), whether it was linked to somebody with a number, and whether that was its own.
with
in_sight as (
  select numbers_known.identity_no, numbers_known.number_no, numbers_known.says_enough
  from numbers_known
  left join hidden on hidden.identity_no = numbers_known.identity_no
  where hidden.identity_no is null
),
numbers_in_sight as (
  select distinct number_no from in_sight where says_enough = 1
),
numbers_of_persons as (
  select distinct links.person_key, in_sight.number_no
  from links
  join in_sight on in_sight.identity_no = links.identity_no
),
found as (
  select
    asked.identity_no,
    1 as is_found,
    max(case when numbers_of_persons.number_no = asked.number_no then 1 else 0 end) as is_right
  from asked
  join links on links.identity_no = asked.identity_no
  join numbers_of_persons on numbers_of_persons.person_key = links.person_key
  group by asked.identity_no
)
select
  asked.identity_no,
  case when numbers_in_sight.number_no is null and coalesce(found.is_right, 0) = 0 then 0 else 1 end as could,
  coalesce(found.is_found, 0) as found,
  coalesce(found.is_right, 0) as correct
from asked
left join numbers_in_sight on numbers_in_sight.number_no = asked.number_no
left join found on found.identity_no = asked.identity_no
