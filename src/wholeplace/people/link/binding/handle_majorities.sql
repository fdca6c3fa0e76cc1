-- One row per handle that may be of several people: the name and birth date that most feeds, then most rows, give.
-- What says neither name nor birth date cannot stand for the majority.
with ranked as (
  select
    handle_no, given_no, family_no, birth_no, identity_no,
    row_number() over (
      partition by handle_no
      order by
        case when birth_no is null or (given_no is null and family_no is null) then 1 else 0 end,
        feeds desc, row_count desc, identity_no
    ) as place
  from handle_variants
)
select handle_no, given_no, family_no, birth_no, identity_no
from ranked
where place = 1
