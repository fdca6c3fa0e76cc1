-- One row per provider spell, with what came before it for the same person.
-- Regular day and night attenders (patient class 3 and 4) are kept apart: their visits are units of their own.
-- A discharge before the admission is no discharge: the end is then not known.
with
coded as (
  select
    spell.spell_no, spell.person_key, spell.started,
    case when spell.discharged >= spell.started then spell.discharged end as ended,
    spell.admission_method, spell.admission_source, spell.discharge_destination,
    way_out.code is not null as sent_to_hospital,
    source.code is not null as came_from_hospital,
    way_in.code is not null as admitted_by_transfer
  from provider_spells as spell
  left join transfers as way_out on way_out.list = 'transfer out' and way_out.code = spell.discharge_destination
  left join transfers as source on source.list = 'transfer in by source' and source.code = spell.admission_source
  left join transfers as way_in on way_in.list = 'transfer in by method' and way_in.code = spell.admission_method
  where spell.person_key is not null and coalesce(spell.patient_class, '') not in ('3', '4')
)
select
  spell_no, person_key, started, ended, admission_method, admission_source, came_from_hospital, admitted_by_transfer,
  lag(discharge_destination) over (partition by person_key order by started, ended nulls last, spell_no) as destination_before,
  lag(case when ended is null then 1 else 0 end) over (partition by person_key order by started, ended nulls last, spell_no)
    as open_before,
  max(ended) over (
    partition by person_key order by started, ended nulls last, spell_no rows between unbounded preceding and 1 preceding
  ) as ended_before,
  max(case when sent_to_hospital then ended end) over (
    partition by person_key order by started, ended nulls last, spell_no rows between unbounded preceding and 1 preceding
  ) as sent_to_hospital_before
from coded
