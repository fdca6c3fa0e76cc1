-- One row per identity without an NHS number: who is looked for.
select
  entities.entity_no, standard.identity_no, standard.given_no, standard.given_rest_no, standard.given_alias_no, standard.given_sound_no,
  standard.family_no, standard.family_alias_no, standard.family_sound_no, standard.birth_no, standard.swapped_birth_no,
  standard.postcode_no, standard.outcode_no, standard.uprn, standard.sex
from entities
join standard on standard.identity_no = entities.identity_no
where entities.number is null
