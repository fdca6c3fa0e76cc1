-- One row per cell of the official estimate: the share of the people known here who are not left out, to scale the estimate by.
-- The estimate counts everybody, the records only who is not left out; unscaled, every rate would be too low.
-- Each cell takes its own share where at least 100 people of it are known, else that of its small area (from 100), its place,
-- or everybody. 100: our choice, so that one person moves a share by a hundredth at most. Those never seen are taken to object
-- as often as those seen.
with
seen as (
  select small_area, place, age_band, sex, stays
  from described_people
  where sex is not null
  union all
  select small_area, place, age_band, 'all' as sex, stays
  from described_people
),
of_cells as (
  select small_area, age_band, sex, avg(stays) as share
  from seen
  group by small_area, age_band, sex
  having count(*) >= 100
),
of_areas as (
  select small_area, avg(stays) as share
  from described_people
  group by small_area
  having count(*) >= 100
),
of_places as (
  select place, avg(stays) as share
  from described_people
  group by place
),
of_all as (
  select avg(stays) as share
  from described_people
),
cells as (
  select distinct small_area, age_band, sex
  from population
)
select
  cells.small_area, cells.age_band, cells.sex,
  coalesce(of_cells.share, of_areas.share, of_places.share, of_all.share, 1) as share
from cells
left join small_area_now as area on area.given = cells.small_area
left join of_cells on of_cells.small_area = area.small_area and of_cells.age_band = cells.age_band and of_cells.sex = cells.sex
left join of_areas on of_areas.small_area = area.small_area
left join of_places on of_places.place = area.place
cross join of_all
