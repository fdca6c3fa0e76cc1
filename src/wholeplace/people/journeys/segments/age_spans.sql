-- One row per month of birth and run of months in which no age is reached that the age bands or the rules of the segments name.
with
born as (
  select distinct born_month_no from resident_months where born_month_no is not null
),
reached as (
  select born.born_month_no, born.born_month_no + 12 * ages.age_no as from_no
  from born
  cross join ages_that_matter as ages
),
spans as (
  select
    born_month_no, from_no,
    coalesce(lead(from_no) over (partition by born_month_no order by from_no), 999999) as to_no
  from reached
)
select spans.born_month_no, spans.from_no, spans.to_no
from spans
cross join counted_months as counted
where spans.from_no < counted.end_no and spans.to_no > counted.first_no
