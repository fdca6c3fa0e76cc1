-- Pairs whose given name has one full form (Liz, Elizabeth), and family name, birth date and postcode agree. Sex must not contradict.
select entity_no, other_no, given_no as variant_no
from met
where given_alias_no = their_given_alias_no and family_alias_no = their_family_alias_no and rest_agrees = 1 and sex_agrees = 1
