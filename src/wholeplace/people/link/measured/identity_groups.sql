-- One row per identity with the groups that quality is told by. Age on the last day that a row carries it.
with
aged as (
  select
    identities.*,
    floor((
      year(last_day) * 10000 + month(last_day) * 100 + day(last_day)
      - year(birth_date) * 10000 - month(birth_date) * 100 - day(birth_date)
    ) / 10000) as years
  from identities
)
select
  aged.identity_no, aged.feed, aged.rows as row_count,
  coalesce(small_area_fifths.deprivation, 'not recorded') as deprivation,
  coalesce(aged.ethnic_group, 'not recorded') as ethnic_group,
  case
    when aged.years < 0 or aged.years > 120 or aged.years is null then 'not recorded'
    when aged.years < 18 then '0 to 17'
    when aged.years < 40 then '18 to 39'
    when aged.years < 65 then '40 to 64'
    when aged.years < 80 then '65 to 79'
    else '80 and over'
  end as age,
  coalesce(aged.sex, 'not recorded') as sex
from aged
left join small_area_now on small_area_now.given = aged.small_area
left join small_area_fifths on small_area_fifths.small_area = small_area_now.small_area
