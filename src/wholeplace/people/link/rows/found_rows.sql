-- One row per identity that a rule gave to somebody known, as a row of that person: it may say where they live now.
select
  found.other_no as entity_no, standard.identity_no, standard.given_no, standard.given_rest_no, standard.given_alias_no, standard.given_sound_no,
  standard.family_no, standard.family_alias_no, standard.family_sound_no, standard.birth_no, standard.swapped_birth_no,
  standard.postcode_no, standard.outcode_no, standard.uprn, standard.sex
from found
join entities on entities.entity_no = found.entity_no
join standard on standard.identity_no = entities.identity_no
