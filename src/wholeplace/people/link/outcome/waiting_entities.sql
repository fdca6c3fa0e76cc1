-- One row per entity without a number that may be somebody known, as long as nobody has decided.
select distinct entities.entity_no
from grey_pairs
join entities on entities.identity_no = grey_pairs.identity_no
where entities.number is null and grey_pairs.weight is not null
