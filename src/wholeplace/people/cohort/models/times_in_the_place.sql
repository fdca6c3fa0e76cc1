-- One row per person and unbroken time in the place: spans of residence that touch are one. `ends`: first day away; null: still there.
with
touching as (
  select
    person_key, home_id, starts, ends,
    case when lag(ends) over (partition by person_key order by starts, home_id) = starts then 0 else 1 end as begins
  from homes
  where place is not null and person_key is not null
),
numbered as (
  select
    person_key, starts, ends,
    sum(begins) over (partition by person_key order by starts, home_id rows between unbounded preceding and current row) as time_no
  from touching
)
select person_key, time_no, min(starts) as starts, case when count(*) = count(ends) then max(ends) end as ends
from numbered
group by person_key, time_no
