-- One row per identity whose handle is not its own, and an identity of the person whose it is (null where it is nobody's).
select
  handles.identity_no,
  handles.handle_no,
  case when refused_handles.handle_no is null then contradictions.majority_no end as majority_no
from handles
join handle_groups on handle_groups.handle_no = handles.handle_no
left join contradictions
  on contradictions.handle_no = handles.handle_no
  and contradictions.given_no is not distinct from handles.given_no
  and contradictions.family_no is not distinct from handles.family_no
  and contradictions.birth_no is not distinct from handles.birth_no
left join refused_handles on refused_handles.handle_no = handles.handle_no
where contradictions.handle_no is not null or refused_handles.handle_no is not null
