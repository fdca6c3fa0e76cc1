-- One row per handle (a number, or a sender's own id) whose identities differ in birth date and in name, so that they may be
-- of several people.
select handles.issuer, handles.handle
from handles
join standard on standard.identity_no = handles.identity_no
group by handles.issuer, handles.handle
having
  min(standard.birth_no) <> max(standard.birth_no)
  and (min(standard.given_no) <> max(standard.given_no) or min(standard.family_no) <> max(standard.family_no))
