-- One row per identity with an NHS number or a local id, as far as they are its own by name and birth date.
select
  standard.identity_no, standard.entity_no,
  case when number_contradicted.identity_no is null then standard.number_no end as number_no,
  case when local_contradicted.identity_no is null then standard.local_no end as local_no,
  standard.number_no as number_sent_no
from standard
left join number_contradicted on number_contradicted.identity_no = standard.identity_no
left join local_contradicted on local_contradicted.identity_no = standard.identity_no
where standard.local_no is not null or number_contradicted.identity_no is not null
