-- The journey table: one row per referral.
select
  person_key, age, age_band, sex, ethnic_group, small_area, place,
  row_no as referral_id, referred, answered, accepted, first_seen,
  case when first_seen >= referred then date_diff('day', referred, first_seen) end as waited_days,
  ended, outcome, provider, referred_by, need, organisations, loneliness_before, loneliness_after
from keyed_referrals
where referred is not null and coalesce(outcome, '') <> 'entered in error'
