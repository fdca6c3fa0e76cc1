-- The same, with where each came from and where it led: from hospital (left within 7 days before it began), from a rehabilitation bed,
-- or from home; on to home care (within 7 days) or not.
with
from_hospital as (
  select distinct spell.spell_no
  from care_spells as spell
  join stays_seen as stay on stay.person_key = spell.person_key and date_diff('day', stay.ended, spell.starts) between 0 and 7
  where stay.alive and stay.came_as <> 'same-day'
),
from_rehab as (
  select distinct spell.spell_no, bed.spell_no as bed_no
  from care_spells as spell
  join care_spells as bed
    on bed.person_key = spell.person_key and bed.station = 'rehab' and date_diff('day', bed.ends, spell.starts) between 0 and 7
  where spell.station = 'home-care'
)
select
  spell.*,
  case when from_rehab.spell_no is not null then 'rehab' when from_hospital.spell_no is not null then 'hospital' else 'home' end as came_from,
  onward.bed_no is not null as to_home_care
from care_spells as spell
left join from_hospital on from_hospital.spell_no = spell.spell_no
left join (select distinct spell_no from from_rehab) as from_rehab on from_rehab.spell_no = spell.spell_no
left join (select distinct bed_no from from_rehab) as onward on onward.bed_no = spell.spell_no
