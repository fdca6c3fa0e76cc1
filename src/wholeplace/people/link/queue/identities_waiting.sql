-- One row per identity of a pair that waits for a person to decide: all that is known of it, and how many received rows the
-- person it now belongs to has (its own rows where it belongs to nobody).
with
in_a_pair as (
  select identity_no from grey_pairs
  union
  select other_identity_no as identity_no from grey_pairs
),
persons_in_a_pair as (
  select distinct links.person_key
  from links
  join in_a_pair on in_a_pair.identity_no = links.identity_no
),
sizes as (
  select links.person_key, sum(identities.rows) as person_rows
  from links
  join persons_in_a_pair on persons_in_a_pair.person_key = links.person_key
  join identities on identities.identity_no = links.identity_no
  group by links.person_key
)
select
  identities.identity_no, identities.feed, identities.received, identities.role, identities.nhs_number, identities.local_id,
  identities.given_name, identities.family_name, identities.birth_date, identities.postcode, identities.address, identities.uprn,
  identities.sex, identities.ethnic_group, identities.small_area, identities.rows, identities.first_day, identities.last_day,
  coalesce(sizes.person_rows, identities.rows) as person_rows
from in_a_pair
join identities on identities.identity_no = in_a_pair.identity_no
left join links on links.identity_no = identities.identity_no
left join sizes on sizes.person_key = links.person_key
