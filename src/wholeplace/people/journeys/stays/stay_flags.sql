-- One row per continuous stay: what its spells and its first episode say.
select
  stay.stay_no,
  max(flags.cancer) = 1 as cancer_in_stay,
  max(flags.maternity) = 1 as maternity,
  max(case when place_in.from_first = 1 then flags.falls else 0 end) = 1 as fall_coded,
  max(case when place_in.from_first = 1 then flags.self_harm else 0 end) = 1 as self_harm_coded,
  max(case when main.injury = 1 then 1 else 0 end) = 1 as injury,
  max(case when main.avoidable_chronic = 1 then 1 else 0 end) = 1 as chronic,
  max(case when main.avoidable_acute = 1 then 1 else 0 end) = 1 as acute,
  max(main.code) as diagnosis
from joined_stays as stay
join spells_in_stays as place_in on place_in.stay_no = stay.stay_no
join spell_flags as flags on flags.spell_no = place_in.spell_no
left join main_diagnoses as main on main.row_no = stay.first_episode_no
group by stay.stay_no
