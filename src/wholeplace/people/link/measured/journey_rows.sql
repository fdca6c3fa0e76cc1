-- Of the journey table `$journey`: one row per small area and ethnic group, with its rows, those without a person and those of
-- a lone person.
select
  '$journey' as journey, journey.place, journey.small_area, coalesce(journey.ethnic_group, 'not recorded') as ethnic_group,
  coalesce(small_area_fifths.deprivation, 'not recorded') as deprivation,
  count(*) as all_rows,
  cast(sum(case when journey.person_key is null then 1 else 0 end) as bigint) as unlinked,
  cast(sum(case when lone_persons.person_key is null then 0 else 1 end) as bigint) as alone
from $journey as journey
left join lone_persons on lone_persons.person_key = journey.person_key
left join small_area_fifths on small_area_fifths.small_area = journey.small_area
group by
  journey.place, journey.small_area, coalesce(journey.ethnic_group, 'not recorded'),
  coalesce(small_area_fifths.deprivation, 'not recorded')
