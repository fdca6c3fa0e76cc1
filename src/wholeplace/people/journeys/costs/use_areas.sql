-- One row per small area and place that people's homes may have together: its number and that of the place. A place also stands alone, and
-- number 0 for a home of which neither is known.
with
homes as (
  select small_area, place from small_area_now where small_area is not null
  union
  select cast(null as varchar) as small_area, place from small_area_now where place is not null
)
select
  cast(rank() over (order by small_area, place) as integer) as area_no,
  case when place is null then 0 else cast(dense_rank() over (order by place) as integer) end as place_no,
  small_area, place
from homes
union all
select 0 as area_no, 0 as place_no, cast(null as varchar) as small_area, cast(null as varchar) as place
