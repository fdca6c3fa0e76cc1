-- One row per identity, with those that a reviewer keeps apart from their own entity taken out of it: of the two the one with
-- fewer rows stands alone.
with inside as (
  select decided_now.identity_no, decided_now.other_identity_no
  from decided_now
  join entities as one on one.identity_no = decided_now.identity_no
  join entities as two on two.identity_no = decided_now.other_identity_no
  where not decided_now.same and one.entity_no = two.entity_no
),
taken_out as (
  select distinct case when mine.rows < theirs.rows then mine.identity_no else theirs.identity_no end as identity_no
  from inside
  join identities as mine on mine.identity_no = inside.identity_no
  join identities as theirs on theirs.identity_no = inside.other_identity_no
)
select
  entities.identity_no,
  case when taken_out.identity_no is null then entities.entity_no else entities.identity_no end as entity_no,
  case when taken_out.identity_no is null then entities.number end as number,
  case when taken_out.identity_no is null then entities.how end as how
from entities
left join taken_out on taken_out.identity_no = entities.identity_no
