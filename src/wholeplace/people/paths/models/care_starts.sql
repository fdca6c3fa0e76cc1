-- Support that began, by day, kind and where people came from.
select starts as day, station, came_from, count(*) as people
from care_spells_placed
where starts >= care_from
group by 1, 2, 3
