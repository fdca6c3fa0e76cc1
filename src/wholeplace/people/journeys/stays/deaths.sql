-- One row per person known to have died. Day of death: the person list, else the latest record that gives one.
select person_key, died
from characteristics
where died is not null
