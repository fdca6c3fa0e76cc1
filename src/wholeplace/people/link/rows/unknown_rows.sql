-- One row per identity without an NHS number: who is looked for. Its birth date with day and month swapped is not always a date.
select entity_no, identity_no, given_no, given_rest_no, given_alias_no, given_sound_no, family_no, family_alias_no, family_sound_no,
  birth_no,
  cast(floor(birth_no / 10000) * 10000 + (birth_no % 100) * 100 + floor(birth_no / 100) % 100 as integer) as swapped_birth_no,
  postcode_no, outcode_no, uprn, sex
from standard
where entity_no >= 0
