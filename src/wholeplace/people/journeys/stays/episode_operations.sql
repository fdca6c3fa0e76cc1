-- One row per episode with an operation: was any of them on the heart, and was any of them more than a scan or other care?
-- The lists say which (operations). Two groups of avoidable stays leave out those who came for an operation.
select
  split.row_no,
  max(case when operations.list = 'heart operation' then 1 else 0 end) as heart,
  max(case when operations.list = 'any operation' then 1 else 0 end) as operated
from (
  select row_no, upper(replace(trim(code), '.', '')) as code
  from (select row_no, unnest(string_split(operations, ';')) as code from episodes_in_spells where operations is not null) as parts
) as split
join operations on starts_with(split.code, operations.code)
group by split.row_no
