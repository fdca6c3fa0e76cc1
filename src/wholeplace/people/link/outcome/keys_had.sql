-- One row per person without a known number and key that any of its identities had in the last version: how many had it.
with asked as (
  select belongs.person_no, belongs.identity_no
  from belongs
  join persons_without_key on persons_without_key.person_no = belongs.person_no
),
known_by as (
  select
    asked.person_no, asked.identity_no,
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
    )) as who
  from asked
  join identities on identities.identity_no = asked.identity_no
)
select known_by.person_no, links_of_last.person_key, count(*) as had, min(known_by.identity_no) as first_no
from known_by
join links_of_last on links_of_last.who = known_by.who
group by known_by.person_no, links_of_last.person_key
