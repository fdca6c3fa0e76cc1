-- One row per subject and thing looked up: whether, how often, when first, and the value taken.
-- What was not seen on every day asked for is not known. An exposure that was found is known all the same; an outcome is not,
-- for counting it while those without one are left out, as nobody could know that they had none, would make it look more common.
with
found as (
  select
    asked_for.subject_no, asked_for.ask_no, event.number_value, event.text_value,
    date_diff('day', asked_for.index_day, event.happened) as after_days,
    row_number() over (partition by asked_for.subject_no, asked_for.ask_no order by event.happened, event.event_no) as from_first,
    row_number() over (partition by asked_for.subject_no, asked_for.ask_no order by event.happened desc, event.event_no desc) as from_last
  from event_windows as asked_for
  join events as event
    on event.ask_no = asked_for.ask_no
    and event.person_key = asked_for.of_key
    and event.happened < asked_for.until_day
    and case when asked_for.standing then coalesce(event.until_day > asked_for.index_day, true) else event.happened >= asked_for.first_day end
),
summed as (
  select
    subject_no, ask_no, count(*) as times, min(after_days) as first_after_days,
    max(case when from_first = 1 then number_value end) as first_number, max(case when from_first = 1 then text_value end) as first_text,
    max(case when from_last = 1 then number_value end) as last_number, max(case when from_last = 1 then text_value end) as last_text,
    round(avg(number_value), 6) as mean_number, max(number_value) as highest_number
  from found
  group by subject_no, ask_no
)
select
  asked_for.subject_no, asked_for.ask_no,
  case when asked_for.whole then coalesce(summed.times, 0) > 0 when summed.times > 0 and not asked_for.is_outcome then true end as seen,
  case when asked_for.whole then coalesce(summed.times, 0) end as times,
  summed.first_after_days,
  case
    when asked_for.gives = 'first' then summed.first_number
    when asked_for.gives = 'last' then summed.last_number
    when asked_for.gives = 'mean' then summed.mean_number
    else summed.highest_number
  end as number_value,
  case when asked_for.gives = 'first' then summed.first_text else summed.last_text end as text_value
from event_windows as asked_for
left join summed on summed.subject_no = asked_for.subject_no and summed.ask_no = asked_for.ask_no
