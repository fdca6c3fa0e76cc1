-- One row per person, register and month whose last day has a check in the 12 months before it.
-- Each check is carried to the 12 months it counts for, so that the question becomes a plain join.
select distinct checks.person_key, checks.register, months.month
from checks
join months on months.month_no - (year(checks.checked) * 12 + month(checks.checked) - 1) between 0 and 11
