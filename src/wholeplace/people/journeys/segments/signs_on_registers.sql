-- One row per person, register of the person list, and months on whose first day they were on it: from_no up to, not including, to_no.
-- A register speaks for the condition it is about, so that register and hospital code together count once.
with
registered as (
  select person_key, from_day, to_day, 'cambridge' as score, 'learning disability' as condition
  from residents
  where learning_disability
  union all
  select person_key, from_day, to_day, 'cambridge', 'psychosis or bipolar disorder'
  from residents
  where severe_mental_illness
  union all
  select person_key, from_day, to_day, 'sign', 'unpaid carer'
  from residents
  where unpaid_carer
)
select
  registered.person_key, sign.condition_no,
  year(from_day) * 12 + month(from_day) - 1 + (case when day(from_day) > 1 then 1 else 0 end) as from_no,
  case when to_day is null then 999999 else year(to_day) * 12 + month(to_day) - 1 + (case when day(to_day) > 1 then 1 else 0 end) end
    as to_no
from registered
join score_conditions as sign on sign.score = registered.score and sign.condition = registered.condition
where registered.person_key is not null
