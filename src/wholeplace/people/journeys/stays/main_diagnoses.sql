-- One row per episode that has a main diagnosis, with the lists that hold it. Four of the lists depend on what else is coded:
-- bronchitis counts as avoidable beside chronic lung disease, hepatitis B where there is no sickle cell disorder, heart failure and
-- high blood pressure where there was no operation on the heart, angina where there was no operation at all.
-- (coalesce first: DuckDB 2.0 fails on split_part of a column that is empty throughout.)
with
main as (
  select row_no, spell_no, from_first, upper(replace(trim(split_part(coalesce(diagnoses, ''), ';', 1)), '.', '')) as code
  from episodes_in_spells
  where trim(split_part(coalesce(diagnoses, ''), ';', 1)) <> ''
),
besides as (
  select
    codes.row_no,
    max(case when groups.list = 'chronic lung disease' then 1 else 0 end) as lung_disease,
    max(case when groups.list = 'sickle cell' then 1 else 0 end) as sickle_cell
  from diagnosis_codes as codes
  join diagnosis_groups as groups on groups.code = codes.code
  where groups.list = 'chronic lung disease' or groups.list = 'sickle cell'
  group by codes.row_no
)
select
  main.row_no, main.spell_no, main.from_first, main.code,
  max(case when groups.list = 'injury' then 1 else 0 end) as injury,
  max(case when groups.list = 'maternity' then 1 else 0 end) as maternity,
  max(case
    when groups.list = 'avoidable chronic' then 1
    when groups.list = 'avoidable chronic, with lung disease' and besides.lung_disease = 1 then 1
    when groups.list = 'avoidable chronic, not with sickle cell' and coalesce(besides.sickle_cell, 0) = 0 then 1
    when groups.list = 'avoidable chronic, no heart operation' and coalesce(done.heart, 0) = 0 then 1
    when groups.list = 'avoidable chronic, no operation' and coalesce(done.operated, 0) = 0 then 1
    else 0
  end) as avoidable_chronic,
  max(case when groups.list = 'avoidable acute' then 1 else 0 end) as avoidable_acute
from main
left join diagnosis_groups as groups on groups.code = main.code
left join besides on besides.row_no = main.row_no
left join episode_operations as done on done.row_no = main.row_no
group by main.row_no, main.spell_no, main.from_first, main.code
