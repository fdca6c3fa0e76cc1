-- One row per month and cell of people, from the place's yearly estimates. Used where there is no person list.
-- Who is left out of the records is taken out of the estimate too, by the share of each cell (kept_shares), or rates would be too low.
-- A month takes its own year's estimate, else the nearest year's (the earlier of two). Of people aged 15 to 19, 3 in 5 are under 18.
with
years as (
  select distinct year as year_no from population
),
nearest as (
  select
    months.month, years.year_no,
    row_number() over (partition by months.month order by abs(year(months.month) - years.year_no), years.year_no) as from_nearest
  from months
  cross join years
),
shares as (
  select band.age_band, true as under_18, case when band.age_band < 15 then 1.0 when band.age_band = 15 then 0.6 else 0.0 end as share
  from (select distinct age_band from population) as band
  union all
  select band.age_band, false as under_18, case when band.age_band < 15 then 0.0 when band.age_band = 15 then 0.4 else 1.0 end as share
  from (select distinct age_band from population) as band
)
select
  nearest.month, area.small_area, area.place,
  case when population.sex in ('female', 'male') then population.sex end as sex,
  cast(null as varchar) as ethnic_group,
  cast(population.age_band as smallint) as age_band,
  shares.under_18,
  sum(population.people * shares.share * coalesce(kept_shares.share, 1)) as people
from population
join nearest on nearest.year_no = population.year and nearest.from_nearest = 1
join shares on shares.age_band = population.age_band and shares.share > 0
left join kept_shares
  on kept_shares.small_area = population.small_area and kept_shares.age_band = population.age_band and kept_shares.sex = population.sex
left join small_area_now as area on area.given = population.small_area
group by nearest.month, area.small_area, area.place, population.sex, population.age_band, shares.under_18
