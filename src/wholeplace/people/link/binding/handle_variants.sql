-- One row per handle that may be of several people, name and birth date: how many feeds and rows say so.
select
  handles.handle_no, handles.given_no, handles.family_no, handles.birth_no,
  count(distinct identities.feed) as feeds,
  sum(identities.rows) as row_count,
  min(handles.identity_no) as identity_no
from handles
join handle_groups on handle_groups.handle_no = handles.handle_no
join identities on identities.identity_no = handles.identity_no
group by handles.handle_no, handles.given_no, handles.family_no, handles.birth_no
