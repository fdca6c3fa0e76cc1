-- One row per identity of the last version or of this run, with the person it belonged to and belongs to (null: nobody).
select
  coalesce(links_now.feed, links_last.feed) as feed,
  coalesce(links_now.row_count, links_last.row_count) as row_count,
  links_last.person_key as person_before, links_now.person_key as person_now,
  links_last.how as how_before, links_now.how as how_now,
  case when links_last.who is null then 1 else 0 end as is_new,
  case when links_now.who is null then 1 else 0 end as is_gone
from links_last
full outer join links_now on links_now.who = links_last.who
