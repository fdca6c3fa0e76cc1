-- One row per stay and condition that counts in a score of it: coded in the stay itself, or in a stay of the person that
-- reached into the days before it that the score looks back on. Every condition of a person is followed through their stays
-- from the first one with it, in order, so that somebody with hundreds of stays costs no more than those.
with
coded as (
  select own.stay_no, own.condition_no, own.score, stay.person_key, stay.started
  from stay_conditions as own
  join described_stays as stay on stay.stay_no = own.stay_no
  where own.score in ('charlson', 'elixhauser', 'frailty')
),
came_again as (
  select person_key
  from described_stays
  where person_key is not null
  group by person_key
  having count(*) > 1
),
ever as (
  select coded.person_key, coded.condition_no, coded.score, min(coded.started) as first_started
  from coded
  join came_again on came_again.person_key = coded.person_key
  group by coded.person_key, coded.condition_no, coded.score
),
followed as (
  select
    stay.stay_no, stay.person_key, stay.started, coalesce(stay.ended, stay.started) as reached,
    ever.condition_no, ever.score, coded.stay_no is not null as coded_now
  from ever
  join described_stays as stay on stay.person_key = ever.person_key and stay.started >= ever.first_started
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
select coded.stay_no, coded.condition_no
from coded
left join came_again on came_again.person_key = coded.person_key
where came_again.person_key is null
