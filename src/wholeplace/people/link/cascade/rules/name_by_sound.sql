-- Pairs whose names sound alike, and whose birth date and postcode agree. Sex must not contradict.
select entity_no, other_no, given_no as variant_no
from met
where given_sound_no = their_given_sound_no and family_sound_no = their_family_sound_no and rest_agrees = 1 and sex_agrees = 1
