-- One row per identity of a decided case that came again, by this run's number. Everything that makes an identity must be the
-- same, empty or not, or the decision was about somebody else.
select decided_sides.case_no, decided_sides.side, identities.identity_no
from decided_sides
join identities
  on decided_sides.feed = identities.feed
  and decided_sides.received = identities.received
  and decided_sides.role = identities.role
  and decided_sides.nhs_number is not distinct from identities.nhs_number
  and decided_sides.local_id is not distinct from identities.local_id
  and decided_sides.given_name is not distinct from identities.given_name
  and decided_sides.family_name is not distinct from identities.family_name
  and decided_sides.birth_date is not distinct from identities.birth_date
  and decided_sides.postcode is not distinct from identities.postcode
  and decided_sides.address is not distinct from identities.address
  and decided_sides.uprn is not distinct from identities.uprn
  and decided_sides.sex is not distinct from identities.sex
