-- One row per person whom only one feed knows, by nothing better than being like nobody else: no right NHS number, no rule, no
-- model, no reviewer. Somebody stands behind it, but whether it is a person of its own nobody can say.
select links.person_key
from links
join identities on identities.identity_no = links.identity_no
group by links.person_key
having count(distinct identities.feed) = 1 and max(case when links.how = 'alone' then 0 else 1 end) = 0
