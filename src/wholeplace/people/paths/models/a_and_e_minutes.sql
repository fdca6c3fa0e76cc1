-- Visits to A&E by minutes from arrival to departure (null: not told, or out of order) and whether they were admitted.
select admitted, minutes, count(*) as people
from a_and_e_visits
group by 1, 2
