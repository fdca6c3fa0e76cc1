-- Times with support by kind and where people came from: whole days (so far, for those that go on), and the days that had passed when
-- the records begin. `open`: it went on at the start of `until`.
select
  station, came_from,
  greatest(date_diff('day', starts, care_from), 0) as before,
  date_diff('day', starts, coalesce(ends, until)) as days,
  ends is null as open,
  to_home_care,
  count(*) as people
from care_spells_placed
group by 1, 2, 3, 4, 5, 6
