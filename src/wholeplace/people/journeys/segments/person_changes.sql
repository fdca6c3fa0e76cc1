-- One row per person and month in which something about them changes, and by how much: what begins adds, what ends takes away.
-- Everybody with a change has a row in the first counted month too, so that what they were before it is known.
with
changes as (
  select person_key, condition_no, from_no as month_no, 1 as change
  from sign_spans
  union all
  select spans.person_key, spans.condition_no, spans.to_no, -1
  from sign_spans as spans
  cross join counted_months as counted
  where spans.to_no < counted.end_no
),
weighed as (
  select
    changes.person_key, changes.month_no,
    case when sign.score = 'cambridge' then change else 0 end as conditions,
    case when sign.score = 'cambridge' then change * sign.hundredths else 0 end as cambridge_hundredths,
    case when sign.score = 'frailty' then change * sign.hundredths else 0 end as frailty_hundredths,
    case when sign.score = 'cambridge' and sign.condition = 'learning disability' then change else 0 end as learning_disability,
    case when sign.score = 'cambridge' and sign.condition = 'psychosis or bipolar disorder' then change else 0 end as severe_mental_illness,
    case when sign.score = 'cambridge' and sign.condition = 'dementia' then change else 0 end as dementia,
    case when sign.score = 'cambridge' and sign.condition = 'cancer' then change else 0 end as cancer,
    case when sign.score = 'sign' and sign.condition = 'unpaid carer' then change else 0 end as unpaid_carer,
    case when sign.score = 'sign' and sign.condition = 'care home' then change else 0 end as care_home,
    case when sign.score = 'sign' and sign.condition = 'end of life' then change else 0 end as end_of_life,
    case when sign.score = 'sign' and sign.condition = 'maternity' then change else 0 end as maternity
  from changes
  join score_conditions as sign on sign.condition_no = changes.condition_no
  union all
  select spans.person_key, counted.first_no, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  from (select distinct person_key from sign_spans) as spans
  cross join counted_months as counted
)
select
  person_key, month_no,
  sum(conditions) as conditions, sum(cambridge_hundredths) as cambridge_hundredths, sum(frailty_hundredths) as frailty_hundredths,
  sum(learning_disability) as learning_disability, sum(severe_mental_illness) as severe_mental_illness,
  sum(dementia) as dementia, sum(cancer) as cancer, sum(unpaid_carer) as unpaid_carer, sum(care_home) as care_home,
  sum(end_of_life) as end_of_life, sum(maternity) as maternity
from weighed
group by person_key, month_no
