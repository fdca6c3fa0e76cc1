-- One row per identity with a usable NHS number: ten digits, right by the check digit (modulus 11), not ten times one digit.
-- A sender's own id (pseudonym:...) names a person as it is. The same rule as `usable_numbers` of the vault, for many rows.
with spaced as (
  select identity_no, nhs_number, replace(replace(nhs_number, ' ', ''), '-', '') as digits
  from identities
  where nhs_number is not null
),
ten as (
  select identity_no, digits, cast(digits as bigint) as whole
  from spaced
  where regexp_matches(digits, '^[0-9]{10}$')
),
summed as (
  select
    identity_no, digits, whole,
    10 * (floor(whole / 1000000000) % 10) + 9 * (floor(whole / 100000000) % 10) + 8 * (floor(whole / 10000000) % 10)
    + 7 * (floor(whole / 1000000) % 10) + 6 * (floor(whole / 100000) % 10) + 5 * (floor(whole / 10000) % 10)
    + 4 * (floor(whole / 1000) % 10) + 3 * (floor(whole / 100) % 10) + 2 * (floor(whole / 10) % 10) as total
  from ten
)
select identity_no, 'nhs' as issuer, digits as handle
from summed
where (11 - total % 11) % 11 = whole % 10 and whole % 1111111111 <> 0
union all
select identity_no, 'nhs' as issuer, nhs_number as handle
from spaced
where nhs_number like 'pseudonym:%'
