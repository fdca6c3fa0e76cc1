-- Pairs in which one's given name is the other's family name and the other way round; birth date and postcode agree.
select entity_no, other_no, given_no as variant_no
from met
where given_no = their_family_no and family_no = their_given_no
