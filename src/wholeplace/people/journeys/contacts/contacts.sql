-- The journey table: one row per contact outside a hospital bed.
-- A referral is its number with one provider; without a number, one person's referral to one team on one day.
with
in_order as (
  select
    *,
    row_number() over (
      partition by attended, person_key, provider, referral_ref,
        case when referral_ref is null then team end, case when referral_ref is null then referred end,
        case when referral_ref is null and person_key is null then row_no end
      order by happened, row_no
    ) as from_first
  from keyed_contacts
  where happened is not null
)
select
  person_key, age, age_band, sex, ethnic_group, small_area, place,
  row_no as contact_id, happened, setting, provider, team, kind,
  attended,
  coalesce(attended, false) and from_first = 1 and (referral_ref is not null or referred is not null) as first_of_referral,
  case when happened >= referred then date_diff('day', referred, happened) end as waited_days
from in_order
