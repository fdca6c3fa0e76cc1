-- The journey table: one row per continuous inpatient stay, with what came after it.
select
  episode.person_key, episode.age, episode.age_band, episode.sex, episode.ethnic_group, episode.small_area, episode.place,
  stay.stay_no as stay_id, stay.started, stay.ended,
  date_diff('day', stay.started, stay.ended) as nights,
  date_diff('day', date '1900-01-06', stay.ended) % 7 in (0, 1) as ended_on_weekend,  -- that day was a Saturday
  stay.provider, stay.first_provider, episode.specialty, stay.admitted_as, stay.day_case, stay.alive, stay.self_discharge,
  stay.maternity, cancer.cancer, stay.diagnosis, codes.diagnoses, codes.procedures, stay.falls, stay.self_harm, stay.avoidable_chronic, stay.avoidable_acute,
  stay.ready,
  case when stay.ended is not null and stay.ready is not null then greatest(date_diff('day', stay.ready, stay.ended), 0) end as delay_days,
  stay.delay_reasons, stay.pathway, stay.discharged_to,
  next_emergencies.next_emergency_after_days, care_after_stays.care_started_after_days,
  case when deaths.died >= stay.ended then date_diff('day', stay.ended, deaths.died) end as died_after_days,
  day_91.at_home_day_91,
  coalesce(home.learning_disability, false) as learning_disability,
  coalesce(home.severe_mental_illness, false) as severe_mental_illness,
  scores.charlson, scores.charlson_2011, scores.elixhauser, scores.elixhauser_points, scores.frailty_risk_score,
  case
    when episode.age < 75 or episode.age is null or scores.frailty_risk_score is null then null
    when scores.frailty_risk_score < 5 then 'low'
    when scores.frailty_risk_score <= 15 then 'intermediate'
    else 'high'
  end as frailty_band
from described_stays as stay
join episodes_in_spells as episode on episode.row_no = stay.first_episode_no
join cancer_within_a_year as cancer on cancer.stay_no = stay.stay_no
left join stay_codes as codes on codes.stay_no = stay.stay_no
left join next_emergencies on next_emergencies.stay_no = stay.stay_no
left join care_after_stays on care_after_stays.stay_no = stay.stay_no
left join deaths on deaths.person_key = stay.person_key
left join stay_scores as scores on scores.stay_no = stay.stay_no
left join day_91 on day_91.stay_no = stay.stay_no
left join residences as home
  on home.person_key = stay.person_key
  and stay.started >= home.from_day
  and (home.to_day is null or stay.started < home.to_day)
