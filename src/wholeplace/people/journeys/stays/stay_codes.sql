-- One row per continuous stay: every code of its episodes, as the code lists write them (capitals, no dot), joined by semicolons.
-- Most stays are one episode, so the texts of episodes are joined and not code by code. They stand in the order of the alphabet.
with
written as (
  select
    place_in.stay_no,
    nullif(upper(replace(replace(episode.diagnoses, '.', ''), ' ', '')), '') as diagnoses,
    nullif(upper(replace(replace(episode.operations, '.', ''), ' ', '')), '') as procedures
  from spells_in_stays as place_in
  join episodes_in_spells as episode on episode.spell_no = place_in.spell_no
)
select
  stay_no,
  nullif(array_to_string(list_sort(list(diagnoses) filter (where diagnoses is not null)), ';'), '') as diagnoses,
  nullif(array_to_string(list_sort(list(procedures) filter (where procedures is not null)), ';'), '') as procedures
from written
group by stay_no
