-- One row per person and span of days at one small area; a person's spans never overlap, so a day finds one home at most.
-- A later start ends the span before it. Without a start they always lived there. `to_day`: first day no longer there; null: still.
with
in_order as (
  select
    person_key, row_no, small_area as given, practice, from_day, ends, learning_disability, severe_mental_illness, unpaid_carer,
    lead(from_day) over (partition by person_key order by from_day, row_no) as next_starts
  from (select *, coalesce(starts, date '1900-01-01') as from_day from identified_persons where person_key is not null) as spans
)
select
  home.person_key, home.row_no, home.from_day,
  case when home.next_starts is null or home.ends < home.next_starts then home.ends else home.next_starts end as to_day,
  area.small_area, area.place, home.practice,
  coalesce(home.learning_disability, false) as learning_disability,
  coalesce(home.severe_mental_illness, false) as severe_mental_illness,
  coalesce(home.unpaid_carer, false) as unpaid_carer
from in_order as home
left join small_area_now as area on area.given = home.given
where home.next_starts is null or home.from_day < home.next_starts
