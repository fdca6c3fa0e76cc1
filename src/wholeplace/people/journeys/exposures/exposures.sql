-- The journey table: one row per exposure, small area and span of days on which its values do not change.
-- A value stands for the days inside its own span only: a day that no value covers has none, whatever stands beside it.
with
cuts as (
  select exposure, unit, small_area, starts as cut, date_diff('day', date '1900-01-01', starts) as cut_no
  from values_in_areas
  union
  select exposure, unit, small_area, ends, date_diff('day', date '1900-01-01', ends)
  from values_in_areas
),
spans as (
  select
    exposure, unit, small_area, cut as starts,
    lead(cut) over (partition by exposure, unit, small_area order by cut_no) as ends
  from cuts
)
select span.exposure, span.unit, span.small_area, span.starts, span.ends, round(avg(given.value), 9) as value
from spans as span
join values_in_areas as given
  on given.exposure = span.exposure
  and given.small_area = span.small_area
  and coalesce(given.unit, '') = coalesce(span.unit, '')
  and given.starts <= span.starts
  and given.ends >= span.ends
group by span.exposure, span.unit, span.small_area, span.starts, span.ends
