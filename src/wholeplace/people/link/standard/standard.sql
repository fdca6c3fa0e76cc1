-- One row per identity: names, birth date, postcode and numbers as whole numbers that join fast. The same number is the same text.
-- A birth date after the last day on which the record was seen, or 120 years before it, is no birth date.
-- An NHS number counts when it is right by its check digit (weights 10 to 1, modulus 11) and not ten times one digit; the sum is
-- written over the number cut off after each of its digits, which is the same and needs no digit of its own. A sender's own id
-- (pseudonym:...) names a person as it is. The first guess at `entity_no`: the number where there is one (below nought), else the identity itself.
with said as (
  select
    identity_no, feed, given_name, family_name, postcode, sex, nhs_number, local_id,
    nullif(uprn, '') as uprn,
    case
      when birth_date > coalesce(last_day, birth_date) or birth_date < date '1880-01-01' then null
      when extract(year from last_day) - extract(year from birth_date) > 120 then null
      else birth_date
    end as birth_date,
    case when length(nhs_number) = 10 then nhs_number else replace(replace(nhs_number, ' ', ''), '-', '') end as digits
  from identities
),
in_parts as (
  select
    identity_no, feed, given_name, family_name, postcode, sex, nhs_number, local_id, uprn,
    extract(year from birth_date) as birth_year, extract(month from birth_date) as birth_month, extract(day from birth_date) as birth_day,
    case when regexp_matches(digits, '^[0-9]{10}\z') then cast(digits as bigint) end as whole
  from said
),
summed as (
  select
    identity_no, feed, given_name, family_name, postcode, sex, nhs_number, local_id, uprn, birth_year, birth_month, birth_day, whole,
    whole - 8 * floor(whole / 10) - 17 * floor(whole / 100) - 26 * floor(whole / 1000) - 35 * floor(whole / 10000)
    - 44 * floor(whole / 100000) - 53 * floor(whole / 1000000) - 62 * floor(whole / 10000000) - 71 * floor(whole / 100000000)
    - 80 * floor(whole / 1000000000) as total
  from in_parts
),
numbered as (
  select
    summed.identity_no, summed.feed, given_name, family_name, postcode, sex, local_id, uprn, birth_year, birth_month, birth_day,
    case
      when pseudonym_codes.code_no is not null then 10000000000 + pseudonym_codes.code_no
      when cast(total as bigint) % 11 = 0 and whole % 1111111111 <> 0 then whole
    end as number_no
  from summed
  left join pseudonym_codes on pseudonym_codes.raw = summed.nhs_number
)
select
  numbered.identity_no,
  case when numbered.number_no is null then numbered.identity_no else -1 - numbered.number_no end as entity_no,
  numbered.number_no,
  local_codes.code_no as local_no,
  given_codes.first_no as given_no,
  given_codes.rest_no as given_rest_no,
  given_codes.alias_1_no as given_alias_no,
  given_codes.sound_no as given_sound_no,
  family_codes.whole_no as family_no,
  family_codes.alias_1_no as family_alias_no,
  family_codes.sound_no as family_sound_no,
  cast(numbered.birth_year * 10000 + numbered.birth_month * 100 + numbered.birth_day as integer) as birth_no,
  postcode_codes.postcode_no,
  postcode_codes.outcode_no,
  numbered.uprn,
  numbered.sex
from numbered
left join given_codes on given_codes.raw = numbered.given_name
left join family_codes on family_codes.raw = numbered.family_name
left join postcode_codes on postcode_codes.raw = numbered.postcode
left join local_codes on local_codes.feed = numbered.feed and local_codes.raw = numbered.local_id
