-- One row per continuous stay, in the words of the journey table. Nothing here looks beyond the stay itself.
-- A ready date before the stay began cannot be true and is not used.
select
  stay.stay_no, stay.person_key, stay.first_episode_no, stay.started, stay.ended, stay.provider, stay.first_provider,
  coalesce(methods.list, 'other') as admitted_as,
  coalesce(stay.patient_class in ('3', '4'), false)
    or (coalesce(stay.patient_class = '2' or methods.list = 'elective', false) and coalesce(stay.ended = stay.started, false))
    as day_case,
  case when stay.ended is not null then coalesce(stay.discharge_method, '') not in ('4', '5') end as alive,
  coalesce(stay.ended is not null and stay.discharge_method = '2', false) as self_discharge,
  flags.maternity, flags.cancer_in_stay, left(flags.diagnosis, 4) as diagnosis,
  coalesce(methods.list = 'emergency', false) and flags.fall_coded and flags.injury as falls,
  coalesce(methods.list = 'emergency', false) and flags.self_harm_coded as self_harm,
  coalesce(methods.list = 'emergency', false) and flags.chronic as avoidable_chronic,
  coalesce(methods.list = 'emergency', false) and flags.acute as avoidable_acute,
  case when stay.ready >= stay.started then stay.ready end as ready,
  stay.delay_reasons, stay.pathway,
  case when stay.ended is null then null when stay.discharge_method in ('4', '5') then 'died' else destinations.list end
    as discharged_to
from joined_stays as stay
join stay_flags as flags on flags.stay_no = stay.stay_no
left join admission_methods as methods on methods.code = stay.admission_method
left join discharge_destinations as destinations on destinations.code = stay.discharge_destination
