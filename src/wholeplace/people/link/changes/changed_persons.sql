-- One row per person of the last version and person of this run, where not all is as it was, and what it is.
-- merged: it went over as a whole, and so did at least one other, into the same person.
-- split: at least two persons of today are made of nothing but it.
-- moved: neither; some of its identities went over to a person that others had a part in.
with
destinations as (
  select person_before, count(*) as destination_count from person_flows group by person_before
),
origins as (
  select person_now, count(*) as origin_count from person_flows group by person_now
),
beside as (
  select
    person_flows.person_before, person_flows.person_now,
    case when destinations.destination_count = 1 then 1 else 0 end as is_whole,
    case when origins.origin_count = 1 then 1 else 0 end as is_own
  from person_flows
  join destinations on destinations.person_before = person_flows.person_before
  join origins on origins.person_now = person_flows.person_now
  where destinations.destination_count > 1 or origins.origin_count > 1 or person_flows.person_before <> person_flows.person_now
),
wholes as (
  select person_now, sum(is_whole) as whole_count from beside group by person_now
),
parts as (
  select person_before, sum(is_own) as part_count from beside group by person_before
),
told as (
  select
    beside.person_before, beside.person_now,
    case
      when beside.is_whole = 1 and wholes.whole_count >= 2 then 'merged'
      when parts.part_count >= 2 then 'split'
      when beside.person_before <> beside.person_now then 'moved'
    end as kind
  from beside
  join wholes on wholes.person_now = beside.person_now
  join parts on parts.person_before = beside.person_before
)
select person_before, person_now, kind
from told
where kind is not null
