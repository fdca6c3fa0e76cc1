-- The journey table: one row per live or still birth of one baby, with what is known of the mother on that day.
select
  birth.person_key, birth.age, birth.age_band, birth.sex, birth.ethnic_group, birth.small_area, birth.place,
  birth.row_no as birth_id, birth.born, birth.mother_key, birth.live, birth.weight_grams, birth.gestation_weeks,
  birth.weight_grams < 2500 as low_birth_weight,
  birth.gestation_weeks < 37 as preterm,
  case when birth.gestation_weeks >= 37 then birth.weight_grams < 2500 end as low_birth_weight_at_term,
  birth.birth_order,
  mother.one_of_several,
  birth.provider,
  cast(birth.born - interval 7 day * birth.gestation_weeks as date) as conceived,
  case when mother.age between 10 and 60 then mother.age end as mother_age,
  coalesce(mother.small_area, birth.small_area) as mother_small_area,
  case when mother.died >= birth.born then date_diff('day', birth.born, mother.died) end as mother_died_after_days
from births_once as birth
left join births_of_mothers as mother on mother.row_no = birth.row_no
