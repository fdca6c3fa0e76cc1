-- One row per postcode: the share of identities that have it. A short list is taken for a sample of a larger one, so that a value is
-- not thought common because the list holds few.
select standard.postcode_no, count(*) / greatest(max(totals.identities), max(limits.people_at_least)) as share,
  count(*) as identities
from standard
cross join limits
cross join (select cast(count(*) as double) as identities from standard) as totals
where standard.postcode_no is not null
group by standard.postcode_no
