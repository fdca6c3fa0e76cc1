-- One row per share of one spend line that a use takes: in proportion to its weight among all uses that the line pays for. Shares are whole
-- pence and come to the line exactly: each is what is due to it and all before it, less what those before it got. Only what is left over
-- of whole pence for each part of weight must be so shared. Weights are added up as doubles, which hold whole numbers exactly and are
-- faster to add; products are decimals only where they would not fit a bigint.
with
in_order as (
  select
    uses.person_key, uses.age, uses.age_band, uses.people_kind_no, uses.area_no, uses.kind_no, uses.weight,
    paid.each_pence, paid.left_over, paid.all_weight,
    cast(sum(cast(uses.weight as double)) over (
      partition by paid.spend_no order by uses.use_no rows between unbounded preceding and current row
    ) as bigint) as so_far
  from uses
  join use_areas as homes on homes.area_no = uses.area_no
  join use_lines as paid on paid.kind_no = uses.kind_no and paid.place_no = homes.place_no
),
above as (
  select
    *,
    case when all_weight < 3000000000 then left_over * so_far end as due,
    case when all_weight < 3000000000 then left_over * (so_far - weight) end as before,
    case when all_weight >= 3000000000 then cast(left_over as decimal(38, 0)) * cast(so_far as decimal(38, 0)) end as wide_due,
    case when all_weight >= 3000000000 then cast(left_over as decimal(38, 0)) * cast(so_far - weight as decimal(38, 0)) end as wide_before
  from in_order
)
select
  person_key, age, age_band, people_kind_no, area_no, kind_no,
  each_pence * weight + cast(
    case
      when due is not null then round((due - due % all_weight) / all_weight) - round((before - before % all_weight) / all_weight)
      else round((wide_due - wide_due % all_weight) / all_weight) - round((wide_before - wide_before % all_weight) / all_weight)
    end as bigint
  ) as pence
from above
