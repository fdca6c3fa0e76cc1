-- One row per finished stay whose NEXT stay is an emergency that is not maternity: days from leaving to coming back.
-- Day cases and regular attenders are stepped over: a visit for dialysis must not hide the emergency after it.
with
in_order as (
  select
    stay_no, ended,
    lead(started) over (partition by person_key order by started, ended nulls last, stay_no) as next_started,
    lead(admitted_as) over (partition by person_key order by started, ended nulls last, stay_no) as next_admitted_as,
    lead(case when maternity then 1 else 0 end) over (partition by person_key order by started, ended nulls last, stay_no) as next_maternity
  from described_stays
  where person_key is not null and not day_case
)
select stay_no, date_diff('day', ended, next_started) as next_emergency_after_days
from in_order
where next_admitted_as = 'emergency' and next_maternity = 0 and next_started >= ended
