-- One row per change that identities made together: from which person to which, in which feed, by what they were and are linked.
-- kind: merged, split or moved, or found (nobody before, somebody now) or lost (the other way round).
with
changed as (
  select
    links_beside.*,
    case
      when person_before is null then 'found'
      when person_now is null then 'lost'
    end as with_nobody
  from links_beside
  where is_new = 0 and is_gone = 0 and person_before is distinct from person_now
)
select
  coalesce(changed.with_nobody, changed_persons.kind) as kind,
  changed.person_before, changed.person_now, changed.feed, changed.how_before, changed.how_now,
  count(*) as identity_count, cast(sum(changed.row_count) as bigint) as row_count
from changed
left join changed_persons
  on changed_persons.person_before = changed.person_before and changed_persons.person_now = changed.person_now
group by
  coalesce(changed.with_nobody, changed_persons.kind), changed.person_before, changed.person_now, changed.feed,
  changed.how_before, changed.how_now
