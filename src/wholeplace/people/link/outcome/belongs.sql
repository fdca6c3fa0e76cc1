-- One row per identity that belongs to a person: the entity that stands for the person, what joined it, and how sure the model is.
-- An entity that waits for a reviewer belongs to nobody until then, unless somebody else without a number is joined to it.
select
  entities.identity_no,
  coalesce(persons_joined.person_no, entities.entity_no) as person_no,
  case
    when entities.number is not null and persons_joined.joined_by is null then entities.how
    else coalesce(persons_joined.joined_by, entities.how, 'alone')
  end as how,
  persons_joined.probability
from entities
left join persons_joined on persons_joined.entity_no = entities.entity_no
left join enough on enough.entity_no = entities.entity_no
left join waiting_entities on waiting_entities.entity_no = entities.entity_no
where persons_joined.entity_no is not null or (enough.entity_no is not null and waiting_entities.entity_no is null)
