-- One row per diagnosis code seen and condition that it stands for. A list holds every code that starts with one of its own;
-- its codes have 3 or 4 characters, so both are plain joins.
with
listed as (
  select 'charlson' as score, list as condition, code from charlson
  union all
  select 'elixhauser', list, code from elixhauser
  union all
  select 'frailty', code, code from frailty
  union all
  select 'cambridge', list, code from cambridge
  union all
  select 'sign', list, code from diagnoses where list = 'end of life'
),
seen as (
  select distinct code, left(code, 3) as first_3, left(code, 4) as first_4 from diagnosis_codes
),
fitting as (
  select seen.code, listed.score, listed.condition
  from seen
  join listed on listed.code = seen.first_3
  union
  select seen.code, listed.score, listed.condition
  from seen
  join listed on listed.code = seen.first_4
)
select fitting.code, conditions.condition_no, conditions.score
from fitting
join score_conditions as conditions on conditions.score = fitting.score and conditions.condition = fitting.condition
