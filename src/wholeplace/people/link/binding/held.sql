-- One row per identity and the handle it may keep.
select handles.identity_no, handles.issuer, handles.handle
from handles
left join contradicted on contradicted.identity_no = handles.identity_no
where contradicted.identity_no is null
