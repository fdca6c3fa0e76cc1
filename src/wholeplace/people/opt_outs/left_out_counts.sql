-- One row per thing that is counted of who was left out: `thing`, what it is counted by, and how many.
with
persons as (
  select person_key, count(nhs_number) as numbers
  from known_people
  group by person_key
),
matched as (
  select distinct objecting.feed, objecting.row_no
  from objecting_people as objecting
  join persons on persons.person_key = objecting.person_key
)
select 'people' as thing, '' as counted_by, count(*) as number
from persons
join left_out on left_out.person_key = persons.person_key
union all
select 'people by kind', why.kind, count(*)
from left_out_why as why
join persons on persons.person_key = why.person_key
group by why.kind
union all
select 'rows by feed', known.feed, cast(sum(known.row_count) as bigint)
from known_people as known
join left_out on left_out.person_key = known.person_key
where known.role = 'self'
group by known.feed
union all
select 'unmatched by kind', objection.kind, count(*)
from standing_objections as objection
left join matched on matched.feed = objection.feed and matched.row_no = objection.row_no
where matched.row_no is null
group by objection.kind
union all
select 'people without a number', '', count(*)
from persons
where numbers = 0
