-- One row per identity whose handle is not its own, and an identity of the person whose it is (null where it is nobody's).
select
  handles.identity_no,
  handles.issuer,
  handles.handle,
  case when refused_handles.handle is null then contradictions.majority_no end as majority_no
from handles
join handle_groups on handle_groups.issuer = handles.issuer and handle_groups.handle = handles.handle
join standard on standard.identity_no = handles.identity_no
left join contradictions
  on contradictions.issuer = handles.issuer and contradictions.handle = handles.handle
  and contradictions.given_no is not distinct from standard.given_no
  and contradictions.family_no is not distinct from standard.family_no
  and contradictions.birth_no is not distinct from standard.birth_no
left join refused_handles on refused_handles.issuer = handles.issuer and refused_handles.handle = handles.handle
where contradictions.handle is not null or refused_handles.handle is not null
