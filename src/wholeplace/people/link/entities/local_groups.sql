-- One row per sender's own id: the NHS number that the sender pairs it with. With two (`numbers`) it could be either person's, so
-- it is taken for neither.
select
  local_no,
  case when min(number_no) is null then 0 when min(number_no) = max(number_no) then 1 else 2 end as numbers,
  min(number_no) as number_no,
  min(identity_no) as identity_no
from own_handles
where local_no is not null
group by local_no
