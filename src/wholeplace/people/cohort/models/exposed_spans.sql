-- One row per subject, exposure asked for, home and value: the days on which the person lived there, the value stood and it was asked for.
with
placed as (
  select
    asked_for.subject_no, asked_for.ask_no, value.value,
    greatest(asked_for.first_day, home.starts, value.starts) as first_day,
    least(asked_for.until_day, coalesce(home.ends, asked_for.until_day), value.ends) as until_day
  from area_windows as asked_for
  join homes_of_subjects as home
    on home.subject_no = asked_for.subject_no
    and home.of_whom = asked_for.of_whom
    and home.starts < asked_for.until_day
    and (home.ends is null or home.ends > asked_for.first_day)
  join exposures as value
    on value.small_area = home.small_area
    and value.exposure = asked_for.exposure
    and coalesce(value.unit, '') = asked_for.unit
    and value.starts < asked_for.until_day
    and value.ends > asked_for.first_day
)
select subject_no, ask_no, value, date_diff('day', first_day, until_day) as days
from placed
where first_day < until_day
