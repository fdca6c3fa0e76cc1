-- Admissions by day, by how people came and left. `came_back`: within 30 days of a stay before. `through_a_and_e`: null where nobody
-- knows who it is. `how`: '0' to '3' the pathway, 'died', 'not told', or 'there' for those who had not left.
select
  stay.started as day, stay.came_as,
  back.stay_id is not null as came_back,
  case when stay.person_key is not null then through.stay_id is not null end as through_a_and_e,
  case
    when stay.ended is null then 'there'
    when not stay.alive then 'died'
    when stay.pathway is null then 'not told'
    else cast(stay.pathway as varchar)
  end as how,
  count(*) as people
from stays_seen as stay
left join returning_stays as back on back.stay_id = stay.stay_id
left join stays_through_a_and_e as through on through.stay_id = stay.stay_id
where stay.started >= stay.stays_from
group by 1, 2, 3, 4, 5
