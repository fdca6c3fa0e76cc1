-- One row per identity that may be found by those still looked for: people with an NHS number, those that a rule gave to them (as
-- rows of that person, for they may say where it lives now), and those still looked for themselves.
select entity_no, identity_no, given_no, given_rest_no, given_alias_no, given_sound_no, family_no, family_alias_no, family_sound_no,
  birth_no, postcode_no, outcode_no, uprn, sex
from standard
where entity_no < 0
union all
select found.other_no as entity_no, unknown_rows.identity_no, unknown_rows.given_no, unknown_rows.given_rest_no, unknown_rows.given_alias_no, unknown_rows.given_sound_no, unknown_rows.family_no, unknown_rows.family_alias_no, unknown_rows.family_sound_no, unknown_rows.birth_no, unknown_rows.postcode_no, unknown_rows.outcode_no, unknown_rows.uprn, unknown_rows.sex
from unknown_rows
join found on found.entity_no = unknown_rows.entity_no
union all
select entity_no, identity_no, given_no, given_rest_no, given_alias_no, given_sound_no, family_no, family_alias_no, family_sound_no,
  birth_no, postcode_no, outcode_no, uprn, sex
from seeking
