-- One row per entity without a number that belongs to a person: the entity that stands for the person, what joined it, how sure.
-- It may stand for itself when it has both names and a birth date, a postcode or a property. One that waits for a reviewer belongs
-- to nobody until then, unless it is joined to somebody else.
with enough as (
  select
    entity_no, min(identity_no) as identity_no,
    case
      when count(given_no) > 0 and count(family_no) > 0 and count(birth_no) + count(postcode_no) + count(uprn) > 0 then 1
      else 0
    end as says_enough
  from unknown_rows
  group by entity_no
),
waiting as (
  select distinct standard.entity_no
  from grey_pairs
  join standard on standard.identity_no = grey_pairs.identity_no
  where standard.entity_no >= 0 and grey_pairs.weight is not null
)
select
  enough.entity_no,
  coalesce(joined_through.person_no, found.other_no, persons_joined.person_no, enough.entity_no) as person_no,
  case when found.entity_no is not null then 'rule' else persons_joined.joined_by end as joined_by,
  persons_joined.probability
from enough
left join found on found.entity_no = enough.entity_no
left join persons_joined as joined_through on joined_through.entity_no = found.other_no
left join persons_joined on persons_joined.entity_no = enough.entity_no
left join waiting on waiting.entity_no = enough.entity_no
where found.entity_no is not null or persons_joined.entity_no is not null or (enough.says_enough = 1 and waiting.entity_no is null)
