-- One row per handle (an NHS number, or a sender's own id) whose identities differ in birth date and in name, so that they may be
-- of several people. Few differ in birth date, so names are looked at for those only.
with dates_differ as (
  select handle_no
  from handles
  group by handle_no
  having min(birth_no) <> max(birth_no)
)
select handles.handle_no
from handles
join dates_differ on dates_differ.handle_no = handles.handle_no
group by handles.handle_no
having min(handles.given_no) <> max(handles.given_no) or min(handles.family_no) <> max(handles.family_no)
