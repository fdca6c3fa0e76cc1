-- One row per person that a sender's own id stands for.
select distinct standard.entity_no as person_no, identities.nhs_number as number
from standard
join identities on identities.identity_no = standard.identity_no
where standard.entity_no <= -10000000001 and standard.entity_no = -1 - standard.number_no
