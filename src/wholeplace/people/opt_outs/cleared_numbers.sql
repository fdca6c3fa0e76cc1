-- One row per NHS number that a check young enough gave back: no national data opt-out stood for it.
select distinct replace(replace(identity.nhs_number, ' ', ''), '-', '') as nhs_number
from received_opt_outs as checked
cross join picture_use
join identities as identity on identity.identity_no = checked.identity_no
where checked.kind = 'cleared' and checked.list_date >= picture_use.oldest_list and identity.nhs_number is not null
