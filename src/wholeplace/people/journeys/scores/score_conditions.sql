-- One row per condition of a score, and per sign of a person, with its number, its points in hundredths (whole numbers add
-- up exactly), the condition it gives way to, and the months it lasts once seen (null: from then on).
select
  1000 + line_no as condition_no, 'charlson' as score, list as condition,
  cast(round(cast(points as double) * 100) as integer) as hundredths,
  cast(round(cast(points_2011 as double) * 100) as integer) as hundredths_2011,
  nullif(gives_way_to, '') as gives_way_to, cast(null as integer) as lasts_months
from charlson_weights
union all
select
  2000 + line_no, 'elixhauser', list, cast(round(cast(points as double) * 100) as integer), 0, nullif(gives_way_to, ''), null
from elixhauser_weights
union all
select
  3000 + frailty.line_no, 'frailty', frailty.code, cast(round(cast(frailty.points as double) * 100) as integer), 0, null,
  cast(scores.lasts_months as integer)
from frailty
join scores on scores.list = 'frailty'
union all
select
  4000 + line_no, 'cambridge', list, cast(round(coalesce(cast(nullif(general, '') as double), 0) * 100) as integer), 0, null,
  cast(nullif(lasts_months, '') as integer)
from cambridge_weights
union all
select 9000 + line_no, 'sign', list, 0, 0, null, cast(lasts_months as integer)
from signs
