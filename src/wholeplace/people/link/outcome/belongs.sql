-- One row per identity that belongs to a person: who that is, what joined it, and how sure the model is.
select
  standard.identity_no,
  coalesce(persons_joined.person_no, standard.entity_no) as person_no,
  case when standard.entity_no = -1 - standard.number_no then 'number' else 'local id' end as how,
  cast(null as double) as probability
from standard
left join persons_joined on persons_joined.entity_no = standard.entity_no
where standard.entity_no < 0
union all
select
  standard.identity_no,
  unknown_belong.person_no,
  coalesce(unknown_belong.joined_by, case when standard.identity_no <> standard.entity_no then 'local id' else 'alone' end) as how,
  unknown_belong.probability
from unknown_rows
join standard on standard.identity_no = unknown_rows.identity_no
join unknown_belong on unknown_belong.entity_no = standard.entity_no
