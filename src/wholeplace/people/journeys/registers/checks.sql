-- One row per person, register and day on which they had the check or review of that register.
select person_key, 'learning disability' as register, happened as checked
from identified_contacts
where lower(kind) = 'health check' and attended and person_key is not null
union
select person_key, 'severe mental illness' as register, happened as checked
from identified_contacts
where lower(kind) = 'health check' and attended and person_key is not null
union
select person_key, 'unpaid carer' as register, happened as checked
from identified_contacts
where lower(kind) = 'carer review' and attended and person_key is not null
union
select person_key, 'unpaid carer' as register, event_starts as checked
from identified_social_care
where lower(client_type) in ('carer', 'unpaid carer') and lower(event_type) in ('assessment', 'review') and person_key is not null
