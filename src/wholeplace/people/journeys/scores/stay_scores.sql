-- One row per stay with at least one diagnosis code: its scores. A condition is not counted beside the one it gives way to,
-- such as diabetes beside diabetes with complications. A stay without codes has no scores, which is not the same as 0.
with
ranks as (
  select milder.condition_no as milder_no, graver.condition_no as graver_no
  from score_conditions as milder
  join score_conditions as graver on graver.score = milder.score and graver.condition = milder.gives_way_to
),
given_way as (
  select carried.stay_no, ranks.milder_no
  from conditions_carried as carried
  join ranks on ranks.graver_no = carried.condition_no
),
counted as (
  select carried.stay_no, conditions.score, conditions.hundredths, conditions.hundredths_2011
  from conditions_carried as carried
  join score_conditions as conditions on conditions.condition_no = carried.condition_no
  left join given_way on given_way.stay_no = carried.stay_no and given_way.milder_no = carried.condition_no
  where given_way.stay_no is null
),
coded_stays as (
  select distinct place_in.stay_no
  from diagnosis_codes as diagnosis
  join spells_in_stays as place_in on place_in.spell_no = diagnosis.spell_no
)
select
  stay.stay_no,
  cast(sum(case when counted.score = 'charlson' then counted.hundredths else 0 end) / 100 as integer) as charlson,
  cast(sum(case when counted.score = 'charlson' then counted.hundredths_2011 else 0 end) / 100 as integer) as charlson_2011,
  cast(sum(case when counted.score = 'elixhauser' then 1 else 0 end) as integer) as elixhauser,
  cast(sum(case when counted.score = 'elixhauser' then counted.hundredths else 0 end) / 100 as integer) as elixhauser_points,
  cast(sum(case when counted.score = 'frailty' then counted.hundredths else 0 end) as double) / 100 as frailty_risk_score
from coded_stays as stay
left join counted on counted.stay_no = stay.stay_no
group by stay.stay_no
