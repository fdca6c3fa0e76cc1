-- One row per span of residence: the counted months on whose first day the person lived here, from_no up to, not including, to_no.
with
numbered as (
  select
    *,
    year(from_day) * 12 + month(from_day) - 1 + (case when day(from_day) > 1 then 1 else 0 end) as starts_no,
    case when to_day is null then 999999 else year(to_day) * 12 + month(to_day) - 1 + (case when day(to_day) > 1 then 1 else 0 end) end
      as ends_no
  from residents
)
select
  resident.person_key, resident.small_area, resident.place, resident.sex, resident.ethnic_group, resident.born_month_no,
  resident.learning_disability, resident.severe_mental_illness, resident.unpaid_carer,
  greatest(resident.starts_no, counted.first_no) as from_no,
  least(resident.ends_no, counted.end_no) as to_no
from numbered as resident
cross join counted_months as counted
where greatest(resident.starts_no, counted.first_no) < least(resident.ends_no, counted.end_no)
