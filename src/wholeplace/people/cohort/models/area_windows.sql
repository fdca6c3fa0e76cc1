-- One row per subject and exposure of areas that is asked for, with its first day and the first day after it.
-- A pregnancy whose start is not known has no days, so its exposure is not known either.
select
  subject.subject_no, ask.ask_no, ask.exposure, ask.unit, ask.of_whom, ask.combine, ask.min_known_share,
  case when ask.over_pregnancy then subject.conceived else cast(subject.index_day + interval 1 day * ask.from_days as date) end as first_day,
  case
    when ask.over_pregnancy then subject.index_day else cast(subject.index_day + interval 1 day * (ask.to_days + 1) as date)
  end as until_day
from subjects as subject
cross join area_asks as ask
