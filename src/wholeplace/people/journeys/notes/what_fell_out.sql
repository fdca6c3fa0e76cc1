-- One row per thing that a reader should know was left out or could not be true, with the number of records.
-- A join never drops anybody in silence: what has no place in a journey is counted here.
select 'episodes without a date' as thing, count(*) as records
from identified_episodes
where admitted is null and episode_starts is null
union all
select 'attendances without an arrival', count(*)
from identified_emergency_care
where arrived_at is null
union all
select 'contacts without a day', count(*)
from identified_contacts
where happened is null
union all
select 'services without a start', count(*)
from identified_social_care
where lower(event_type) = 'service' and event_starts is null
union all
select 'support that goes on', count(*)
from identified_voluntary_activity
where ended is null
union all
select 'left before they came', count(*)
from provider_spells
where discharged < started
union all
select 'ready before they came', count(*)
from joined_stays
where ready < started
union all
select 'never recorded as leaving', count(*)
from (
  select ended, row_number() over (partition by person_key order by started desc, ended desc nulls first, stay_no desc) as from_last
  from described_stays
  where person_key is not null and not day_case
) as in_order
where ended is null and from_last > 1
union all
select 'people on the list without a known home', count(*)
from residents
where small_area is null
union all
select 'people on the list without an age', count(*)
from residents
where born_month_no is null
union all
select 'births without a day', count(*)
from keyed_births
where born is null
union all
select 'births told twice', (select count(*) from keyed_births where born is not null) - (select count(*) from births_once)
union all
select 'births without a known mother', count(*)
from births_once
where mother_key is null
union all
select 'answers without a day', count(*)
from keyed_answers
where answered is null
union all
select 'bookings without a day', (select count(*) from keyed_bookings where booked is null)
union all
select 'referrals without a day', (select count(*) from keyed_referrals where referred is null)
union all
select 'referrals entered in error', (select count(*) from keyed_referrals where outcome = 'entered in error')
union all
select 'exposures without a place or time', (select count(*) from received_exposures) - (select count(*) from values_in_areas)
