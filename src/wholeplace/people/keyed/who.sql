-- One row per identity whose rows are used: the person it belongs to (null: nobody we know), how it was linked, and the birth
-- date it tells. This is the one place where people fall away. Who was forgotten is not among `identities`, and who is in
-- `left_out` is not kept here; a row that carries an identity without a row here is used for nothing.
select
  identity.identity_no, link.person_key, link.how, identity.birth_date
from identities as identity
left join links as link on link.identity_no = identity.identity_no
left join left_out on left_out.person_key = link.person_key
where left_out.person_key is null
