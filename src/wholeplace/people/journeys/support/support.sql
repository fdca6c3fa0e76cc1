-- The journey table: one row per support by a voluntary organisation that ended.
select
  person_key, age, age_band, sex, ethnic_group, small_area, place,
  row_no as support_id, started, ended, organisation, activity, loneliness_before, loneliness_after
from keyed_voluntary_activity
where ended is not null
