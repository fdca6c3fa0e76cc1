-- One row per provider spell: one admission to one provider. Who the person is and how they came: the first episode.
-- How they left: the last episode, or any that says so when the last one does not.
select
  spell_no, person_key, provider,
  min(spell_started) as started,
  coalesce(
    max(discharged),
    max(case when from_last = 1 and discharge_method in ('1', '2', '3', '4', '5') then episode_ends end)
  ) as discharged,
  max(case when from_first = 1 then row_no end) as first_episode_no,
  max(case when from_first = 1 then admission_method end) as admission_method,
  max(case when from_first = 1 then admission_source end) as admission_source,
  max(case when from_first = 1 then patient_class end) as patient_class,
  max(case when from_last = 1 then discharge_method end) as discharge_method,
  max(case when from_last = 1 then discharge_destination end) as discharge_destination,
  coalesce(max(case when from_last = 1 then ready end), max(ready)) as ready,
  coalesce(max(case when from_last = 1 then pathway end), max(pathway)) as pathway,
  coalesce(max(case when from_last = 1 then delay_reasons end), max(delay_reasons)) as delay_reasons
from episodes_in_spells
group by spell_no, person_key, provider
