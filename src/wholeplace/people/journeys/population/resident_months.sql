-- One row per person and month, for people who lived here on the first day of the month. Age as on that day.
select
  resident.person_key, months.month, months.month_no, resident.small_area, resident.place, resident.sex, resident.ethnic_group,
  cast(floor((months.month_no - resident.born_month_no) / 12) as smallint) as age,
  resident.learning_disability, resident.severe_mental_illness, resident.unpaid_carer
from residents as resident
join months on (resident.from_day is null or months.month >= resident.from_day)
  and (resident.to_day is null or months.month < resident.to_day)
where resident.born_month_no is null or months.month_no >= resident.born_month_no
