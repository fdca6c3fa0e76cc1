-- One row per place: the first month in which people are counted, and the month after the last. None where there are no months.
select min(month_no) as first_no, max(month_no) + 1 as end_no
from months
having count(*) > 0
