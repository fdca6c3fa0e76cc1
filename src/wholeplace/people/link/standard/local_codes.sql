-- One row per feed and number that it gave to somebody. Numbers of two feeds never meet.
select distinct_ids.feed, distinct_ids.local_id as raw, row_number() over (order by distinct_ids.feed, distinct_ids.local_id) as code_no
from (
  select distinct feed, local_id from identities where trim(local_id) <> ''
) as distinct_ids
