-- One row per provider spell: what any of its episodes says of cancer and maternity, and its first episode of falls and self-harm.
with
from_any_code as (
  select
    codes.spell_no,
    max(case when groups.list = 'cancer' then 1 else 0 end) as cancer,
    max(case when groups.list = 'falls' and codes.first_episode then 1 else 0 end) as falls,
    max(case when groups.list = 'self-harm' and codes.first_episode then 1 else 0 end) as self_harm
  from diagnosis_codes as codes
  join diagnosis_groups as groups on groups.code = codes.code
  group by codes.spell_no
),
from_main as (
  select spell_no, max(maternity) as maternity
  from main_diagnoses
  group by spell_no
),
from_care as (
  select
    spell_no,
    max(case
      when episode.specialty in ('501', '560') or episode.patient_class = '5' or methods.list = 'maternity' then 1
      else 0
    end) as maternity
  from episodes_in_spells as episode
  left join admission_methods as methods on methods.code = episode.admission_method
  group by spell_no
)
select
  from_care.spell_no,
  coalesce(from_any_code.cancer, 0) as cancer,
  coalesce(from_any_code.falls, 0) as falls,
  coalesce(from_any_code.self_harm, 0) as self_harm,
  greatest(from_care.maternity, coalesce(from_main.maternity, 0)) as maternity
from from_care
left join from_any_code on from_any_code.spell_no = from_care.spell_no
left join from_main on from_main.spell_no = from_care.spell_no
