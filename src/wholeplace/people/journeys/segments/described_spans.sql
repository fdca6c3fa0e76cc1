-- One row per resident and run of months in which their home, age band and all that is known of them stay the same.
-- Spans of residence, of age and of how things stand are cut by each other, so each month of a resident is in exactly one row.
-- Nobody known has a record to look at: conditions and scores are then not known, which is not the same as none.
with
aged as (
  select
    resident.*,
    greatest(resident.from_no, coalesce(age.from_no, resident.from_no)) as aged_from_no,
    least(resident.to_no, coalesce(age.to_no, resident.to_no)) as aged_to_no
  from resident_months as resident
  left join age_spans as age on age.born_month_no = resident.born_month_no
  where resident.born_month_no is null or (age.from_no < resident.to_no and age.to_no > resident.from_no)
),
cut as (
  select
    aged.person_key, aged.small_area, aged.place, aged.sex, aged.ethnic_group, aged.born_month_no,
    greatest(aged.aged_from_no, coalesce(state.from_no, aged.aged_from_no)) as from_no,
    least(aged.aged_to_no, coalesce(state.to_no, aged.aged_to_no)) as to_no,
    case when aged.person_key is not null then coalesce(state.conditions, 0) end as conditions,
    case when aged.person_key is not null then coalesce(state.cambridge_hundredths, 0) end as cambridge_hundredths,
    case when aged.person_key is not null then coalesce(state.frailty_hundredths, 0) end as frailty_hundredths,
    coalesce(state.learning_disability, aged.learning_disability) as learning_disability,
    coalesce(state.severe_mental_illness, aged.severe_mental_illness) as severe_mental_illness,
    coalesce(state.unpaid_carer, aged.unpaid_carer) as unpaid_carer,
    coalesce(state.dementia, false) as dementia,
    coalesce(state.cancer, false) as cancer,
    coalesce(state.care_home, false) as care_home,
    coalesce(state.end_of_life, false) as end_of_life,
    coalesce(state.maternity, false) as maternity
  from aged
  left join person_states as state
    on state.person_key = aged.person_key and state.from_no < aged.aged_to_no and state.to_no > aged.aged_from_no
),
numbered as (
  select *, cast(floor((from_no - born_month_no) / 12) as smallint) as age_in_years
  from cut
)
select
  span.person_key, span.age_in_years as age,
  case when span.age_in_years is not null then cast(least(floor(span.age_in_years / 5) * 5, 90) as smallint) end as age_band,
  span.sex, span.ethnic_group, span.small_area, span.place,
  starts.month as valid_from, cast(last.month + interval 1 month as date) as valid_to,
  span.conditions, cast(span.cambridge_hundredths as double) / 100 as cambridge_multimorbidity,
  case when span.age_in_years >= 75 then cast(span.frailty_hundredths as double) / 100 end as frailty_risk_score,
  case
    when span.age_in_years < 75 or span.age_in_years is null or span.frailty_hundredths is null then null
    when span.frailty_hundredths < 500 then 'low'
    when span.frailty_hundredths <= 1500 then 'intermediate'
    else 'high'
  end as frailty_band,
  span.learning_disability, span.severe_mental_illness, span.unpaid_carer, span.dementia, span.cancer, span.care_home,
  span.end_of_life, span.maternity
from numbered as span
join months as starts on starts.month_no = span.from_no
join months as last on last.month_no = span.to_no - 1
