-- Who is in A&E at midnight at the start of `until`: by whether they will be admitted and whole hours so far. Known afterwards, from the
-- visits of the two days before it. Arrivals are known to the hour and taken to come at its middle.
with
so_far as (
  select admitted, date_diff('day', arrived, until) * 1440 - arrived_hour * 60 - 30 as minutes_so_far, minutes
  from a_and_e_visits
  where date_diff('day', arrived, until) between 1 and 2
)
select admitted, cast(floor(minutes_so_far / 60) as bigint) as hours, count(*) as people
from so_far
where minutes > minutes_so_far
group by 1, 2
