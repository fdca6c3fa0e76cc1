-- One row per subject and exposure of areas: its value over the days asked for, and the share of those days that is known.
-- Below the share asked for it is not known. A value outside its own days never counts: not nearest, not last, not carried on.
with
summed as (
  select
    subject_no, ask_no, sum(days) as known_days,
    round(sum(value * days) / sum(days), 6) as mean_value,
    max(value) as highest_value
  from exposed_spans
  group by subject_no, ask_no
),
shared as (
  select
    asked_for.subject_no, asked_for.ask_no, asked_for.combine, asked_for.min_known_share, summed.mean_value, summed.highest_value,
    coalesce(summed.known_days, 0) / greatest(date_diff('day', asked_for.first_day, asked_for.until_day), 1) as known_share
  from area_windows as asked_for
  left join summed on summed.subject_no = asked_for.subject_no and summed.ask_no = asked_for.ask_no
)
select
  subject_no, ask_no, coalesce(known_share, 0) as known_share,
  case when known_share >= min_known_share then case when combine = 'mean' then mean_value else highest_value end end as value
from shared
