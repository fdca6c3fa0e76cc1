-- One row per identity that is in some pair to be scored: the texts that the model compares, and how common they are.
with numbered as (
  select identity_no from pairs
  union
  select other_identity_no as identity_no from pairs
),
rows_wanted as (
  select standard.*, identities.address, identities.given_name, identities.family_name
  from numbered
  join standard on standard.identity_no = numbered.identity_no
  join identities on identities.identity_no = numbered.identity_no
)
select
  rows_wanted.identity_no,
  given.text as given, given_rest.text as given_rest,
  rows_wanted.given_alias_no as given_alias, given_codes.alias_2_no as given_alias_2, given_codes.alias_3_no as given_alias_3,
  rows_wanted.given_sound_no as given_sound,
  family.text as family, rows_wanted.family_no, family_codes.first_no as family_first, family_codes.rest_no as family_rest,
  rows_wanted.family_alias_no as family_alias, rows_wanted.family_sound_no as family_sound,
  cast(rows_wanted.birth_no as varchar) as birth,
  postcode.text as postcode, rows_wanted.outcode_no as outcode,
  case when crowded_properties.uprn is null then rows_wanted.uprn end as uprn,
  nullif(regexp_extract(lower(rows_wanted.address), '([0-9]+[a-z]?)', 1), '') as house,
  rows_wanted.sex,
  given_shares.share as tf_given, family_shares.share as tf_family, birth_shares.share as tf_birth, postcode_shares.share as tf_postcode
from rows_wanted
left join given_codes on given_codes.raw = rows_wanted.given_name
left join family_codes on family_codes.raw = rows_wanted.family_name
left join texts as given on given.text_no = rows_wanted.given_no
left join texts as given_rest on given_rest.text_no = rows_wanted.given_rest_no
left join texts as family on family.text_no = rows_wanted.family_no
left join texts as postcode on postcode.text_no = rows_wanted.postcode_no
left join given_shares on given_shares.given_no = rows_wanted.given_no
left join family_shares on family_shares.family_no = rows_wanted.family_no
left join birth_shares on birth_shares.birth_no = rows_wanted.birth_no
left join postcode_shares on postcode_shares.postcode_no = rows_wanted.postcode_no
left join crowded_properties on crowded_properties.uprn = rows_wanted.uprn
