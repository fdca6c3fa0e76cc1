-- One row per birth: a baby whom two feeds tell of is kept once, from the row that says most of weight and weeks.
-- Rows of nobody known stand as they are, for nothing says that two of them are one baby.
with
in_order as (
  select
    *,
    row_number() over (
      partition by person_key, case when person_key is null then row_no end
      order by
        case when weight_grams is null then 1 else 0 end + case when gestation_weeks is null then 1 else 0 end
        + case when mother_key is null then 1 else 0 end,
        row_no
    ) as from_first
  from keyed_births
  where born is not null
)
select *
from in_order
where from_first = 1
