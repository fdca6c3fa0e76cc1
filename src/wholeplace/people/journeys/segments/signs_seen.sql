-- One row per person, condition or sign, and months on whose first day it held: from_no up to, not including, to_no.
-- Conditions are told by hospital codes and by the registers of the person list. What lasts has no end: month 999999.
with
coded as (
  select stay.person_key, own.condition_no, stay.started as from_day
  from stay_conditions as own
  join described_stays as stay on stay.stay_no = own.stay_no
  where stay.person_key is not null and own.score in ('frailty', 'cambridge', 'sign')
),
in_care_homes as (
  select person_key, starts, ends
  from care_services
  where person_key is not null and service in ('residential', 'nursing')
),
caring as (
  select record.person_key, record.event_starts, record.event_ends
  from keyed_social_care as record
  join client_types as client on client.list = 'unpaid carer' and client.code = lower(trim(record.client_type))
  where record.person_key is not null and record.event_starts is not null
),
told as (
  select person_key, condition_no, from_day, from_day as to_day
  from coded
  union all
  select home.person_key, sign.condition_no, home.starts, coalesce(home.ends, date '9000-01-01')
  from in_care_homes as home
  join score_conditions as sign on sign.score = 'sign' and sign.condition = 'care home'
  union all
  select caring.person_key, sign.condition_no, caring.event_starts,
    case when caring.event_ends >= caring.event_starts then caring.event_ends else caring.event_starts end
  from caring
  join score_conditions as sign on sign.score = 'sign' and sign.condition = 'unpaid carer'
  union all
  select stay.person_key, sign.condition_no, stay.started, coalesce(stay.ended, stay.started)
  from described_stays as stay
  join episodes_in_spells as episode on episode.row_no = stay.first_episode_no
  join score_conditions as sign on sign.score = 'sign' and sign.condition = 'maternity'
  where stay.person_key is not null and stay.maternity and episode.sex = 'female' and episode.age between 10 and 59
)
select
  told.person_key, told.condition_no,
  year(told.from_day) * 12 + month(told.from_day) - 1 + (case when day(told.from_day) > 1 then 1 else 0 end) as from_no,
  case
    when sign.lasts_months is null then 999999
    else year(told.to_day) * 12 + month(told.to_day) - 1 + (case when day(told.to_day) > 1 then 1 else 0 end) + sign.lasts_months
  end as to_no
from told
join score_conditions as sign on sign.condition_no = told.condition_no
union all
select person_key, condition_no, from_no, to_no
from signs_on_registers
