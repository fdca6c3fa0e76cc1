-- One row per code seen and code list that holds it. A list holds every code that starts with one of its own.
select distinct seen.code, diagnoses.list
from (select distinct code from diagnosis_codes) as seen
join diagnoses on starts_with(seen.code, diagnoses.code)
