-- Arrivals at A&E by day, hour and whether they were admitted.
select arrived as day, arrived_hour as hour, admitted, count(*) as people
from a_and_e_visits
group by 1, 2, 3
