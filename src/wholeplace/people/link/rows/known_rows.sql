-- One row per identity of somebody with an NHS number: who may be found.
select entity_no, identity_no, given_no, given_rest_no, given_alias_no, given_sound_no, family_no, family_alias_no, family_sound_no,
  birth_no, postcode_no, outcode_no, uprn, sex
from standard
where entity_no < 0
