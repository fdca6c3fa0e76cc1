-- One row per episode and diagnosis code, written as the code lists write them: capitals, no dot.
select
  row_no, from_first = 1 as first_episode, spell_no,
  upper(replace(trim(code), '.', '')) as code
from (
  select row_no, from_first, spell_no, unnest(string_split(diagnoses, ';')) as code
  from episodes_in_spells
  where diagnoses is not null
) as split
where trim(code) <> ''
