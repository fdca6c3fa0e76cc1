-- One row per identity: names, birth date and postcode as numbers that join fast. The same number is the same text.
-- A birth date after the last day on which the record was seen, or 120 years before it, is no birth date.
with dated as (
  select
    identity_no, feed, given_name, family_name, postcode, sex,
    case when trim(uprn) <> '' then trim(uprn) end as uprn,
    case
      when birth_date > coalesce(last_day, birth_date) or birth_date < date '1880-01-01' then null
      when extract(year from last_day) - extract(year from birth_date) > 120 then null
      else birth_date
    end as birth_date
  from identities
)
select
  dated.identity_no,
  dated.feed,
  given_codes.first_no as given_no,
  given_codes.rest_no as given_rest_no,
  given_codes.alias_1_no as given_alias_no,
  given_codes.alias_2_no as given_alias_2_no,
  given_codes.alias_3_no as given_alias_3_no,
  given_codes.sound_no as given_sound_no,
  family_codes.whole_no as family_no,
  family_codes.first_no as family_first_no,
  family_codes.rest_no as family_rest_no,
  family_codes.alias_1_no as family_alias_no,
  family_codes.sound_no as family_sound_no,
  cast(extract(year from dated.birth_date) * 10000 + extract(month from dated.birth_date) * 100 + extract(day from dated.birth_date) as integer) as birth_no,
  cast(extract(year from dated.birth_date) * 10000 + extract(day from dated.birth_date) * 100 + extract(month from dated.birth_date) as integer) as swapped_birth_no,
  postcode_codes.postcode_no,
  postcode_codes.outcode_no,
  dated.uprn,
  dated.sex
from dated
left join given_codes on given_codes.raw = dated.given_name
left join family_codes on family_codes.raw = dated.family_name
left join postcode_codes on postcode_codes.raw = dated.postcode
