-- One row per stay: was cancer coded in it, or in any stay of the person that reached into the 365 days before it started?
-- Source: NHS England, emergency readmissions within 30 days, indicator I02040.
with
before as (
  select
    stay_no, person_key, started, cancer_in_stay,
    max(case when cancer_in_stay then coalesce(ended, started) end) over (
      partition by person_key order by started, stay_no rows between unbounded preceding and 1 preceding
    ) as last_cancer_stay
  from described_stays
)
select
  stay_no,
  cancer_in_stay or coalesce(person_key is not null and date_diff('day', last_cancer_stay, started) <= 365, false) as cancer
from before
