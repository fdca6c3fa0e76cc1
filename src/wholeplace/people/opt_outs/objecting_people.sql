-- One row per objection and person it is about: by the link of the objection itself, and by its NHS number, so that someone
-- whose number was given to two people is left out as both.
select objection.feed, objection.row_no, objection.kind, link.person_key
from standing_objections as objection
join links as link on link.identity_no = objection.identity_no
union
select objection.feed, objection.row_no, objection.kind, known.person_key
from standing_objections as objection
join (select distinct nhs_number, person_key from known_people where nhs_number is not null) as known
  on known.nhs_number = objection.nhs_number
