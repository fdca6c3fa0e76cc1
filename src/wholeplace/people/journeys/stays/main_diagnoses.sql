-- One row per episode that has a main diagnosis, with the lists that hold it.
-- (coalesce first: DuckDB 2.0 fails on split_part of a column that is empty throughout.)
with
main as (
  select row_no, spell_no, from_first, upper(replace(trim(split_part(coalesce(diagnoses, ''), ';', 1)), '.', '')) as code
  from episodes_in_spells
  where split_part(coalesce(diagnoses, ''), ';', 1) <> ''
)
select
  main.row_no, main.spell_no, main.from_first, main.code,
  max(case when groups.list = 'injury' then 1 else 0 end) as injury,
  max(case when groups.list = 'maternity' then 1 else 0 end) as maternity,
  max(case when groups.list = 'avoidable chronic' then 1 else 0 end) as avoidable_chronic,
  max(case when groups.list = 'avoidable acute' then 1 else 0 end) as avoidable_acute
from main
left join diagnosis_groups as groups on groups.code = main.code
group by main.row_no, main.spell_no, main.from_first, main.code
