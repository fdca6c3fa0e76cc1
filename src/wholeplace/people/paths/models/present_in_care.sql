-- Who has support at midnight at the start of `until`: by kind, where they came from, and days so far.
select station, came_from, date_diff('day', starts, until) as days, count(*) as people
from care_spells_placed
where ends is null
group by 1, 2, 3
