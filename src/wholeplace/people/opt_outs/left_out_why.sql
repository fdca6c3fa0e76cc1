-- One row per person left out and kind of objection.
select person_key, kind
from objecting_people
union
select person_key, 'not cleared' as kind
from people_not_cleared
