-- One row per received row of `$table`, with the person's characteristics on `$day` and no identifier.
-- The person list says where they lived; a record speaks for itself only where the list is silent.
with
placed as (
  select
    record.*,
    $day as on_day,
    coalesce(person.birth_date, record.birth_date) as known_birth_date,
    coalesce(person.sex, record.sex) as known_sex,
    coalesce(person.ethnic_group, record.ethnic_group) as known_ethnic_group,
    coalesce(home.small_area, given.small_area) as known_small_area,
    case when home.small_area is not null then home.place else given.place end as known_place
  from identified_$table as record
  left join characteristics as person on person.person_key = record.person_key
  left join residences as home
    on home.person_key = record.person_key
    and $day >= home.from_day
    and (home.to_day is null or $day < home.to_day)
  left join small_area_now as given on given.given = record.small_area
),
aged as (
  select
    placed.*,
    coalesce(
      cast(floor((
        year(on_day) * 10000 + month(on_day) * 100 + day(on_day) - year(known_birth_date) * 10000
          - month(known_birth_date) * 100 - day(known_birth_date)
      ) / 10000) as smallint),
      $age_given
    ) as age_in_years
  from placed
)
select
  row_no, feed, person_key,
  case when age_in_years between 0 and 120 then age_in_years end as age,
  case when age_in_years between 0 and 120 then cast(least(floor(age_in_years / 5) * 5, 90) as smallint) end as age_band,
  known_sex as sex, known_ethnic_group as ethnic_group, known_small_area as small_area, known_place as place,
  $own
from aged
