-- One row per person of the last version and person of this run that share an identity.
select person_before, person_now, count(*) as identity_count
from links_beside
where person_before is not null and person_now is not null
group by person_before, person_now
