-- One row per identity with an NHS number: its own, or the one that its sender pairs its local id with. A number that was
-- refused as another person's never comes back through the local id.
select identity_no, handle as number, 'number' as how
from number_held
union all
select local_held.identity_no, local_groups.number, 'local id' as how
from local_held
join local_groups on local_groups.issuer = local_held.issuer and local_groups.handle = local_held.handle
left join number_held on number_held.identity_no = local_held.identity_no
left join not_theirs on not_theirs.identity_no = local_held.identity_no and not_theirs.handle = local_groups.number
where number_held.identity_no is null and local_groups.numbers = 1 and not_theirs.identity_no is null
