-- One row per feed: identities that the last version did not know, and identities of it that came no more.
select feed, cast(sum(is_new) as bigint) as new_count, cast(sum(is_gone) as bigint) as gone_count
from links_beside
group by feed
