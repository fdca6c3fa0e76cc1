-- One row per seeking identity: how many people of its name and birth date the population holds by chance, beside the person itself.
-- The name's share is counted over given and family name together; the birth date's share knows that 1 January is common.
with names as (
  select seeking.given_no, seeking.family_no
  from seeking
  where seeking.given_no is not null and seeking.family_no is not null and seeking.birth_no is not null
  group by seeking.given_no, seeking.family_no
),
named as (
  select standing.given_no, standing.family_no, count(distinct standing.entity_no) as people
  from standing
  join names on names.given_no = standing.given_no and names.family_no = standing.family_no
  group by standing.given_no, standing.family_no
)
select
  seeking.identity_no,
  coalesce(named.people, 0) * coalesce(birth_shares.share, 0) as people
from seeking
left join named on named.given_no = seeking.given_no and named.family_no = seeking.family_no
left join birth_shares on birth_shares.birth_no = seeking.birth_no
where seeking.given_no is not null and seeking.family_no is not null and seeking.birth_no is not null
