-- One row per identity whose entity is not the first guess: it takes the number that its sender pairs its local id with (never
-- one refused as another person's), or joins the others of its local id, or stands alone because its number is not its own.
with judged as (
  select
    own_handles.identity_no, own_handles.entity_no,
    case
      when own_handles.number_no is not null then -1 - own_handles.number_no
      when local_groups.numbers = 1 and own_handles.number_sent_no = local_groups.number_no then own_handles.identity_no
      when local_groups.numbers = 1 then -1 - local_groups.number_no
      when local_groups.numbers = 0 then local_groups.identity_no
      else own_handles.identity_no
    end as right_no
  from own_handles
  left join local_groups on local_groups.local_no = own_handles.local_no
)
select identity_no, right_no
from judged
where right_no <> entity_no
