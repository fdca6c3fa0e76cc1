-- One row per attended assessment of a known person outside hospital: did another team, NHS or council, assess them in the
-- 28 days before? On one day the first row told is the first; an assessment of an unpaid carer is of another need.
-- The day of the last assessment by another team is the last day before the present run of one team began.
with
assessments as (
  select row_no, person_key, happened as assessed, coalesce(provider, '') || ' ' || coalesce(team, '') as team, 1 as in_contacts
  from identified_contacts
  where person_key is not null and happened is not null and attended and lower(kind) = 'assessment'
  union all
  select row_no, person_key, event_starts as assessed, coalesce(council, '') as team, 0 as in_contacts
  from identified_social_care
  where person_key is not null and event_starts is not null and lower(event_type) = 'assessment'
    and coalesce(lower(client_type), '') not in ('carer', 'unpaid carer')
),
beside as (
  select
    *,
    lag(team) over (partition by person_key order by assessed, in_contacts, row_no) as team_before,
    lag(assessed) over (partition by person_key order by assessed, in_contacts, row_no) as day_before
  from assessments
),
runs as (
  select
    *,
    max(case when team <> team_before then day_before end) over (
      partition by person_key order by assessed, in_contacts, row_no rows between unbounded preceding and current row
    ) as last_by_another
  from beside
)
select row_no, coalesce(date_diff('day', last_by_another, assessed) <= 28, false) as repeats_another_team
from runs
where in_contacts = 1
