-- One row per stay and condition that counts in a score of it: coded in the stay itself, or in a stay of the person that
-- reached into the days before it that the score looks back on. Every condition of a person is followed through all their
-- stays in order, so that somebody with hundreds of stays costs no more than those.
with
coded as (
  select own.stay_no, own.condition_no, own.score, stay.person_key
  from stay_conditions as own
  join described_stays as stay on stay.stay_no = own.stay_no
  where own.score in ('charlson', 'elixhauser', 'frailty')
),
ever as (
  select distinct person_key, condition_no, score
  from coded
  where person_key is not null
),
followed as (
  select
    stay.stay_no, stay.person_key, stay.started, coalesce(stay.ended, stay.started) as reached,
    ever.condition_no, ever.score, coded.stay_no is not null as coded_now
  from ever
  join described_stays as stay on stay.person_key = ever.person_key
  left join coded on coded.stay_no = stay.stay_no and coded.condition_no = ever.condition_no
),
before as (
  select
    stay_no, condition_no, score, started, coded_now,
    max(case when coded_now then reached end) over (
      partition by person_key, condition_no order by started, stay_no rows between unbounded preceding and 1 preceding
    ) as last_reached
  from followed
)
select before.stay_no, before.condition_no
from before
join scores on scores.list = before.score
where before.coded_now or date_diff('day', before.last_reached, before.started) <= cast(scores.look_back_days as integer)
union all
select stay_no, condition_no
from coded
where person_key is null
