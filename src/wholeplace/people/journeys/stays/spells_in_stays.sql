-- One row per provider spell, in the continuous stay it belongs to.
-- A spell goes on with the stay before it when it overlaps it, or when a transfer code joins them over a gap of 0 to 2 days.
-- Coming from "another hospital" through this hospital's own emergency department, after leaving for home, is no transfer:
-- source 51 includes other hospitals' emergency departments.
-- Method: Health and Social Care Information Centre, provider and continuous inpatient spells, 2014.
with
judged as (
  select
    spell_no, person_key, started, ended,
    admitted_by_transfer
      or (came_from_hospital
        and not (admission_source = '51' and coalesce(admission_method, '') = '21' and coalesce(destination_before, '') = '19'))
      as transferred_in,
    ended_before, sent_to_hospital_before, coalesce(open_before, 0) = 1 as open_before
  from spells_in_order
),
goes_on as (
  select
    spell_no, person_key, started, ended,
    case
      when started < ended_before then 0
      when date_diff('day', sent_to_hospital_before, started) between 0 and 2 then 0
      when transferred_in and date_diff('day', ended_before, started) between 0 and 2 then 0
      when transferred_in and open_before then 0
      else 1
    end as begins_stay
  from judged
),
numbered as (
  select
    spell_no, person_key, started, ended, begins_stay,
    sum(begins_stay) over (
      partition by person_key order by started, ended nulls last, spell_no rows between unbounded preceding and current row
    ) as stay_of_person
  from goes_on
)
select
  spell_no,
  min(spell_no) over (partition by person_key, stay_of_person) as stay_no,
  row_number() over (partition by person_key, stay_of_person order by started, ended nulls last, spell_no) as from_first,
  row_number() over (partition by person_key, stay_of_person order by started desc, ended desc nulls first, spell_no desc) as from_last
from numbered
union all
select spell_no, spell_no as stay_no, 1 as from_first, 1 as from_last
from provider_spells
where person_key is null or coalesce(patient_class, '') in ('3', '4')
