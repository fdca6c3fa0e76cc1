-- One row per NHS number: the first identity that carries it stands for the person.
select number, min(identity_no) as entity_no
from numbered
group by number
