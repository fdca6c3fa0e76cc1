-- One row per feed and local id that the feed itself pairs with exactly one person.
-- A local id seen with two NHS numbers could be either person, so it is taken for neither.
select feed, local_id, min(person_key) as person_key
from local_pairs
group by feed, local_id
having count(*) = 1
