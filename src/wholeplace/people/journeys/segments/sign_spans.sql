-- One row per person, condition or sign, and longest run of counted months in which it held without a gap.
-- Told twice, it still counts once.
with
within as (
  select
    seen.person_key, seen.condition_no,
    greatest(seen.from_no, counted.first_no) as from_no, max(least(seen.to_no, counted.end_no)) as to_no
  from signs_seen as seen
  cross join counted_months as counted
  where seen.from_no < counted.end_no and seen.to_no > counted.first_no and seen.from_no < seen.to_no
  group by seen.person_key, seen.condition_no, greatest(seen.from_no, counted.first_no)
),
before as (
  select
    *,
    max(to_no) over (
      partition by person_key, condition_no order by from_no rows between unbounded preceding and 1 preceding
    ) as to_before_no
  from within
),
runs as (
  select
    person_key, condition_no, from_no, to_no,
    sum(case when from_no <= to_before_no then 0 else 1 end) over (
      partition by person_key, condition_no order by from_no rows between unbounded preceding and current row
    ) as run
  from before
)
select person_key, condition_no, min(from_no) as from_no, max(to_no) as to_no
from runs
group by person_key, condition_no, run
