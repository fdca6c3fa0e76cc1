-- People who left hospital alive by pathways 1 to 3 at least 28 days before `until`: days until support was there (28: not within 28).
select stay.came_as, stay.pathway, least(coalesce(support.days, 28), 28) as days, count(*) as people
from stays_seen as stay
left join support_after as support on support.stay_id = stay.stay_id
where stay.alive and stay.pathway between 1 and 3 and stay.came_as <> 'same-day' and stay.person_key is not null
  and stay.ended >= stay.stays_from and date_diff('day', stay.ended, stay.until) > 28
group by 1, 2, 3
