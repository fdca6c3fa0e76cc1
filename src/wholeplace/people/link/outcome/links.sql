-- One row per identity that belongs to a person.
select belongs.identity_no, person_keys.person_key, belongs.how, belongs.probability
from belongs
join person_keys on person_keys.person_no = belongs.person_no
