-- One row per person with records: sex, age band and home as last recorded, and whether they are left out.
-- A date written year first, then the value: the greatest such text is the value to keep, and ties cannot fall two ways.
with
recorded as (
  select
    link.person_key, identity.sex, identity.birth_date, identity.small_area,
    coalesce(cast(identity.last_day as varchar), '0000-00-00') as stamp
  from identities as identity
  join links as link on link.identity_no = identity.identity_no
  where identity.received <> 'opt_outs' and identity.role = 'self'
),
kept as (
  select
    person_key,
    substring(max(case when sex is not null then concat(stamp, sex) end), 11) as sex,
    cast(substring(max(case when birth_date is not null then concat(stamp, cast(birth_date as varchar)) end), 11) as date) as born,
    substring(max(case when small_area is not null then concat(stamp, small_area) end), 11) as small_area
  from recorded
  group by person_key
)
select
  kept.person_key, kept.sex, area.small_area, area.place,
  cast(least(floor((
    year(today) * 10000 + month(today) * 100 + day(today) - year(born) * 10000 - month(born) * 100 - day(born)
  ) / 50000) * 5, 90) as smallint) as age_band,
  case when gone.person_key is null then 1 else 0 end as stays
from kept
cross join picture_use
left join small_area_now as area on area.given = kept.small_area
left join left_out as gone on gone.person_key = kept.person_key
