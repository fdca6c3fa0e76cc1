-- One row per person (or row of a person) that entered, and per person they are compared with.
select
  entry_no as subject_no, true as in_cohort, person_key, mother_key, index_day, conceived, small_area, mother_small_area, died
from entrants
where kept_out is null
union all
select
  comparator.subject_no, false, comparator.person_key, cast(null as bigint), comparator.index_day, cast(null as date), comparator.small_area,
  cast(null as varchar), person.died
from comparators as comparator
left join deaths as person on person.person_key = comparator.person_key
where person.died is null or person.died >= comparator.index_day
