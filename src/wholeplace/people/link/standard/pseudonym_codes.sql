-- One row per id that a sender gives instead of NHS numbers, the same in all of its feeds.
select distinct_ids.nhs_number as raw, row_number() over (order by distinct_ids.nhs_number, distinct_ids.raw_id) as code_no
from (
  select distinct nhs_number, nhs_number as raw_id from identities where nhs_number like 'pseudonym:%'
) as distinct_ids
