-- One row per subject and thing looked up in other tables, with its first day and the first day after it, as asked for and as seen.
-- Outcomes are seen only while the person is followed. `whole`: every day asked for was seen, or the person had died by then.
with
asked_for as (
  select
    subject.subject_no, ask.ask_no, ask.is_outcome, ask.gives, ask.standing,
    case when ask.of_whom = 'mother' then subject.mother_key else subject.person_key end as of_key,
    subject.index_day,
    cast(subject.index_day + interval 1 day * ask.from_days as date) as first_day,
    cast(subject.index_day + interval 1 day * (ask.to_days + 1) as date) as until_day,
    ask.seen_from, ask.seen_until, followed.followed_until, followed.follow_ended_by
  from subjects as subject
  cross join event_asks as ask
  join followed on followed.subject_no = subject.subject_no
)
select
  subject_no, ask_no, is_outcome, gives, standing, of_key, index_day, first_day,
  case when is_outcome then least(until_day, followed_until) else until_day end as until_day,
  of_key is not null
  and first_day >= seen_from
  and case
    when is_outcome then until_day <= followed_until or coalesce(follow_ended_by = 'death', false)
    else until_day <= seen_until
  end as whole
from asked_for
