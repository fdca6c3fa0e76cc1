-- One row per subject: until when they are followed (first day not followed), what ended it early, and how many days that is.
-- A person is followed on the day of death itself. Where two ends fall on one day, death is named first, then leaving.
with
ends as (
  select
    subject.subject_no,
    cast(subject.index_day + interval 1 day * asked.from_days as date) as followed_from,
    cast(subject.index_day + interval 1 day * (asked.to_days + 1) as date) as whole_until,
    case when asked.ends_with_death then cast(subject.died + interval 1 day as date) end as death_until,
    case when asked.ends_with_leaving and (subject.died is null or stay.ends < subject.died) then stay.ends end as left_until,
    asked.records_until
  from subjects as subject
  cross join asked
  left join times_in_the_place as stay
    on stay.person_key = subject.person_key
    and subject.index_day >= stay.starts
    and (stay.ends is null or subject.index_day < stay.ends)
),
first_ends as (
  select
    *,
    least(
      whole_until, coalesce(death_until, whole_until), coalesce(left_until, whole_until), coalesce(records_until, whole_until)
    ) as first_end
  from ends
)
select
  subject_no,
  greatest(first_end, followed_from) as followed_until,
  date_diff('day', followed_from, greatest(first_end, followed_from)) as followed_days,
  whole_until,
  case
    when first_end >= whole_until then null
    when death_until = first_end then 'death'
    when left_until = first_end then 'left the place'
    else 'end of records'
  end as follow_ended_by
from first_ends
