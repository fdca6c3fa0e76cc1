-- The journey table: one row per path of one person: an emergency stay and the 91 days after it, with what each kind of
-- service cost, to the nearest pound: an estimate, and no person's own figure to the penny.
select
  path.person_key, path.age, path.age_band, path.sex, path.ethnic_group, path.small_area, path.place,
  path.stay_id as path_id, path.started, path.ended, path.path_ends as finished, path.pathway,
  case
    when care.stay_id is not null and community.contacts_beyond_gp > 0 then 'hospital, community and social care'
    when care.stay_id is not null then 'hospital and social care'
    when community.contacts_beyond_gp > 0 then 'hospital and community'
    else 'hospital alone'
  end as path,
  coalesce(hospital.pence, 0) as hospital_pence,
  coalesce(community.pence, 0) as community_pence,
  coalesce(care.pence, 0) as care_pence,
  coalesce(hospital.pence, 0) + coalesce(community.pence, 0) + coalesce(care.pence, 0) as pence
from paths_begun as path
left join path_hospital as hospital on hospital.stay_id = path.stay_id
left join path_community as community on community.stay_id = path.stay_id
left join path_care as care on care.stay_id = path.stay_id
