-- One row per row that may enter in the time asked for: `kept_out` says why it does not, before any exclusion is looked at.
with
in_time as (
  select entry.entry_no, entry.person_key, entry.mother_key, entry.index_day, entry.conceived, entry.small_area, entry.mother_small_area,
    asked.one_row
  from entries as entry
  join asked on entry.index_day between asked.first_day and asked.last_day
),
in_order as (
  select
    *,
    row_number() over (partition by person_key order by index_day, entry_no) as from_first,
    row_number() over (partition by person_key order by index_day desc, entry_no desc) as from_last
  from in_time
)
select
  entrant.entry_no, entrant.person_key, entrant.mother_key, entrant.index_day, entrant.conceived, entrant.small_area,
  entrant.mother_small_area, person.died,
  case
    when entrant.person_key is null then 'nobody known'
    when entrant.one_row = 'first' and entrant.from_first > 1 then 'another row'
    when entrant.one_row = 'last' and entrant.from_last > 1 then 'another row'
    when person.died < entrant.index_day then 'died before'
  end as kept_out
from in_order as entrant
left join deaths as person on person.person_key = entrant.person_key
