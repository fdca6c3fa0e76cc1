-- One row per handle that may be of several people, name and birth date: how many feeds and rows say so.
select
  handles.issuer, handles.handle, standard.given_no, standard.family_no, standard.birth_no,
  count(distinct identities.feed) as feeds,
  sum(identities.rows) as row_count,
  min(handles.identity_no) as identity_no
from handles
join handle_groups on handle_groups.issuer = handles.issuer and handle_groups.handle = handles.handle
join standard on standard.identity_no = handles.identity_no
join identities on identities.identity_no = handles.identity_no
group by handles.issuer, handles.handle, standard.given_no, standard.family_no, standard.birth_no
