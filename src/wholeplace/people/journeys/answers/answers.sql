-- The journey table: one row per answer of one person to one question, or reading taken of them.
select
  person_key, age, age_band, sex, ethnic_group, small_area, place,
  row_no as answer_id, answered, survey, question, value, said
from keyed_answers
where answered is not null
