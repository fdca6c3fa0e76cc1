-- One row per identity of this run, with what it is known by from run to run: a hash of everything that makes it (an empty
-- column is not the same as an empty text). The hash stays in the vault. Numbers of a run do not do, for they change.
select
  md5(concat(
    identities.feed, chr(31), identities.received, chr(31), identities.role, chr(31),
    case when identities.nhs_number is null then '-' else concat('+', identities.nhs_number) end, chr(31),
    case when identities.local_id is null then '-' else concat('+', identities.local_id) end, chr(31),
    case when identities.given_name is null then '-' else concat('+', identities.given_name) end, chr(31),
    case when identities.family_name is null then '-' else concat('+', identities.family_name) end, chr(31),
    case when identities.birth_date is null then '-' else concat('+', cast(identities.birth_date as varchar)) end, chr(31),
    case when identities.postcode is null then '-' else concat('+', identities.postcode) end, chr(31),
    case when identities.address is null then '-' else concat('+', identities.address) end, chr(31),
    case when identities.uprn is null then '-' else concat('+', identities.uprn) end, chr(31),
    case when identities.sex is null then '-' else concat('+', identities.sex) end
  )) as who,
  identities.identity_no, identities.feed, identities.rows as row_count, links.person_key, links.how
from identities
left join links on links.identity_no = identities.identity_no
