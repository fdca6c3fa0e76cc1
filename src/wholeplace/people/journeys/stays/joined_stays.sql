-- One row per continuous stay. It ends when its last spell ends, however many hospitals it went through.
with
spells as (
  select
    place_in.stay_no, place_in.from_first, place_in.from_last, spell.*,
    case when spell.discharged >= spell.started then spell.discharged end as ended
  from spells_in_stays as place_in
  join provider_spells as spell on spell.spell_no = place_in.spell_no
)
select
  stay_no, person_key,
  min(started) as started,
  case when max(case when from_last = 1 and ended is null then 1 else 0 end) = 0 then max(ended) end as ended,
  max(case when from_first = 1 then first_episode_no end) as first_episode_no,
  max(case when from_first = 1 then provider end) as first_provider,
  max(case when from_first = 1 then admission_method end) as admission_method,
  max(case when from_first = 1 then patient_class end) as patient_class,
  max(case when from_last = 1 then provider end) as provider,
  max(case when from_last = 1 then discharge_method end) as discharge_method,
  max(case when from_last = 1 then discharge_destination end) as discharge_destination,
  max(case when from_last = 1 then ready end) as ready,
  max(case when from_last = 1 then pathway end) as pathway,
  max(case when from_last = 1 then delay_reasons end) as delay_reasons
from spells
group by stay_no, person_key
