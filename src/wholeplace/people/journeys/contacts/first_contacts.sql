-- One row per referral that led to an attended contact: the first of them.
-- A referral is its number with one provider; without a number, one person's referral to one team on one day.
-- Most contacts have no referral, so the few that have are put in order apart.
with
in_order as (
  select
    row_no,
    row_number() over (
      partition by person_key, provider, referral_ref,
        case when referral_ref is null then team end, case when referral_ref is null then referred end,
        case when referral_ref is null and person_key is null then row_no end
      order by happened, row_no
    ) as from_first
  from identified_contacts
  where attended and happened is not null and (referral_ref is not null or referred is not null)
)
select row_no
from in_order
where from_first = 1
