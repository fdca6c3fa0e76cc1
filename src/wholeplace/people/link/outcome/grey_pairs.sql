-- One row per pair of identities that waits for a person: the model could neither join nor part them, or a number was used by two.
-- Whoever has been joined to somebody known since, by a reviewer or through a third, is asked about no more.
with asked as (
  select grey.identity_no, grey.other_identity_no, grey.probability, grey.weight, grey.why
  from grey
  left join persons_joined on persons_joined.entity_no = grey.entity_no
  where coalesce(persons_joined.person_no, 0) >= 0
  union all
  select
    identity_no, majority_no as other_identity_no, cast(null as double) as probability, cast(null as double) as weight,
    'one NHS number, two people' as why
  from number_contradicted
  where majority_no is not null
  union all
  select
    identity_no, majority_no as other_identity_no, cast(null as double) as probability, cast(null as double) as weight,
    'one local id, two people' as why
  from local_contradicted
  where majority_no is not null
)
select asked.identity_no, asked.other_identity_no, asked.probability, asked.weight, asked.why
from asked
left join decided_now
  on decided_now.identity_no = least(asked.identity_no, asked.other_identity_no)
  and decided_now.other_identity_no = greatest(asked.identity_no, asked.other_identity_no)
where decided_now.identity_no is null
