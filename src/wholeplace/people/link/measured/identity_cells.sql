-- One row per feed and combination of groups: identities and their rows, those without a person, those of a lone person, and,
-- by the model's own word, the false links among its links and the true ones among the pairs it left.
with
told as (
  select
    identity_groups.*,
    case when links.person_key is null then 1 else 0 end as is_unlinked,
    case when lone_persons.person_key is null then 0 else 1 end as is_alone,
    case when links.how = 'model' then 1 else 0 end as is_by_model,
    case when links.how = 'model' then 1 - links.probability else 0 end as falsely,
    coalesce(likely_missed.probability, 0) as missed
  from identity_groups
  left join links on links.identity_no = identity_groups.identity_no
  left join lone_persons on lone_persons.person_key = links.person_key
  left join likely_missed on likely_missed.identity_no = identity_groups.identity_no
)
select
  feed, deprivation, ethnic_group, age, sex,
  count(*) as identities,
  cast(sum(is_unlinked) as bigint) as unlinked,
  cast(sum(is_alone) as bigint) as alone,
  cast(sum(row_count) as bigint) as all_rows,
  cast(sum(is_unlinked * row_count) as bigint) as rows_unlinked,
  cast(sum(is_alone * row_count) as bigint) as rows_alone,
  cast(sum(is_by_model) as bigint) as model_links,
  coalesce(sum(falsely), 0) as expected_false,
  sum(missed) as expected_missed
from told
group by feed, deprivation, ethnic_group, age, sex
