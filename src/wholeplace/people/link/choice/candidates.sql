-- One row per seeking entity and other entity: the best weight of any two of their identities, and whether that pair is guarded.
-- Guarded: the birth date agrees and the given names do not (twins), or the birth dates contradict (father and son with one name),
-- family name and postcode both differ or the postcode is not known (namesakes born on one day), or
-- one of the two has no name.
with guarded as (
  select
    scored.identity_no, scored.other_identity_no, scored.weight, scored.probability,
    case
      when scored.agree_given = -1 and scored.agree_family = -1 then 'no name to compare'
      when scored.agree_birth = 0 then 'birth dates contradict'
      when scored.agree_given = 0 and scored.agree_birth >= 1 then 'given names contradict'
      when scored.agree_family = 0 and scored.agree_home < 3 then 'family name and home contradict'
    end as guard
  from scored
),
ranked as (
  select
    one.entity_no, coalesce(found.other_no, two.entity_no) as other_no,
    guarded.identity_no, guarded.other_identity_no, guarded.weight, guarded.probability, guarded.guard,
    row_number() over (
      partition by one.entity_no, coalesce(found.other_no, two.entity_no)
      order by guarded.weight desc, case when guarded.guard is null then 0 else 1 end, guarded.identity_no, guarded.other_identity_no
    ) as place
  from guarded
  join standard as one on one.identity_no = guarded.identity_no
  join standard as two on two.identity_no = guarded.other_identity_no
  left join found on found.entity_no = two.entity_no
)
select entity_no, other_no, identity_no, other_identity_no, weight, probability, guard
from ranked
where place = 1
