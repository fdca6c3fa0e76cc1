-- One row per identity that a person's own records carry, with its NHS number if it has one. Lists of objections are no records.
select
  link.person_key, identity.identity_no, identity.received, identity.role, identity.rows as row_count, identity.feed,
  case
    when identity.nhs_number not like 'pseudonym:%' then replace(replace(identity.nhs_number, ' ', ''), '-', '')
  end as nhs_number
from identities as identity
join links as link on link.identity_no = identity.identity_no
where identity.received <> 'opt_outs'
