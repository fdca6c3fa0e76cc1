-- One row per objection that stands today and holds for the purpose of this picture.
-- Without a start it always stood, without an end it still does. What is not understood is taken to stand.
-- `nhs_number` and `identity_no` are empty where the row says nothing of whom it is about.
with
objections as (
  select
    feed, row_no, identity_no, starts, ends,
    case when kind in ('national', 'local') then kind else 'unknown' end as kind,
    case when kind = 'local' and purpose in ('planning', 'research', 'direct care') then purpose else 'any' end as asked
  from received_opt_outs
  where kind is null or kind <> 'cleared'
)
select
  objection.feed, objection.row_no, objection.kind, objection.identity_no,
  replace(replace(identity.nhs_number, ' ', ''), '-', '') as nhs_number
from objections as objection
cross join picture_use
join opt_out_rules as rule
  on rule.kind = objection.kind and rule.asked = objection.asked and rule.purpose = picture_use.purpose and rule.applies = 'yes'
left join identities as identity on identity.identity_no = objection.identity_no
where (objection.starts is null or objection.starts <= picture_use.today)
  and (objection.ends is null or objection.ends > picture_use.today)
  and (picture_use.national or objection.kind <> 'national')
