-- One row per property at which so many different people are known that it tells nothing of one: a care home, a hall.
with asked as (
  select distinct uprn from seeking where uprn is not null
)
select standing.uprn
from standing
join asked on asked.uprn = standing.uprn
cross join limits
group by standing.uprn
having count(distinct standing.entity_no) > max(limits.people_per_property)
