-- One row per person and run of months with nothing changing: how things stand, added up from the changes up to it.
-- People of whom nothing was ever told have no row.
select
  changes.person_key, changes.month_no as from_no,
  coalesce(lead(changes.month_no) over (partition by changes.person_key order by changes.month_no), counted.end_no) as to_no,
  sum(conditions) over so_far as conditions,
  sum(cambridge_hundredths) over so_far as cambridge_hundredths,
  sum(frailty_hundredths) over so_far as frailty_hundredths,
  sum(learning_disability) over so_far > 0 as learning_disability,
  sum(severe_mental_illness) over so_far > 0 as severe_mental_illness,
  sum(dementia) over so_far > 0 as dementia,
  sum(cancer) over so_far > 0 as cancer,
  sum(unpaid_carer) over so_far > 0 as unpaid_carer,
  sum(care_home) over so_far > 0 as care_home,
  sum(end_of_life) over so_far > 0 as end_of_life,
  sum(maternity) over so_far > 0 as maternity
from person_changes as changes
cross join counted_months as counted
window so_far as (partition by changes.person_key order by changes.month_no rows between unbounded preceding and current row)
