-- One row per identity: the entity it is bound to by number or by local id (itself, where by neither), the entity's number,
-- and what bound it. An entity is the start of a person; several may still turn out to be one.
with unnumbered as (
  select identities.identity_no, local_groups.identity_no as group_no
  from identities
  left join numbered on numbered.identity_no = identities.identity_no
  left join local_held on local_held.identity_no = identities.identity_no
  left join local_groups
    on local_groups.issuer = local_held.issuer and local_groups.handle = local_held.handle and local_groups.numbers = 0
  where numbered.identity_no is null
)
select numbered.identity_no, number_groups.entity_no, numbered.number, numbered.how
from numbered
join number_groups on number_groups.number = numbered.number
union all
select
  identity_no,
  coalesce(group_no, identity_no) as entity_no,
  cast(null as varchar) as number,
  case when group_no is not null and group_no <> identity_no then 'local id' end as how
from unnumbered
