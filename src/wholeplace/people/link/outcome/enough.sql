-- One row per entity that says enough to be a person of its own: a number, or both names and a birth date, a postcode or a property.
select entities.entity_no, max(entities.number) as number
from entities
join standard on standard.identity_no = entities.identity_no
group by entities.entity_no
having
  max(entities.number) is not null
  or (
    count(standard.given_no) > 0 and count(standard.family_no) > 0
    and count(standard.birth_no) + count(standard.postcode_no) + count(standard.uprn) > 0
  )
