-- One row per sender's own id: the NHS numbers that the sender pairs it with. With two it could be either person's, so it is
-- taken for neither.
select
  local_held.issuer, local_held.handle,
  count(distinct number_held.handle) as numbers,
  min(number_held.handle) as number,
  min(local_held.identity_no) as identity_no
from local_held
left join number_held on number_held.identity_no = local_held.identity_no
group by local_held.issuer, local_held.handle
