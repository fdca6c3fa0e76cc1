-- People who left hospital alive by pathways 1 to 3 at least 28 days before `until`: days until support began (28: not within 28 days).
select came_as, pathway, least(coalesce(care_after_days, 28), 28) as days, count(*) as people
from stays_seen
where alive and pathway between 1 and 3 and came_as <> 'same-day' and person_key is not null and ended >= stays_from
  and date_diff('day', ended, until) > 28
group by 1, 2, 3
