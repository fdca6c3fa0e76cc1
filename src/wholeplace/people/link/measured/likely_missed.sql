-- One row per identity without a right number that could be somebody the model did not dare to join: the likelihood of the best
-- such pair. A pair counts for one of its two identities, so that no link is missed twice.
with
sides as (
  select
    grey_pairs.probability,
    case when one.how in ('number', 'local id') then grey_pairs.other_identity_no else grey_pairs.identity_no end as identity_no
  from grey_pairs
  left join links as one on one.identity_no = grey_pairs.identity_no
)
select identity_no, max(probability) as probability
from sides
where probability is not null
group by identity_no
