-- Pairs whose first given name, family name, birth date and postcode agree. Second given names must not contradict.
select entity_no, other_no, given_no as variant_no
from met
where given_no = their_given_no and family_no = their_family_no and rest_agrees = 1
