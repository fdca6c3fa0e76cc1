-- One row per identity that a reviewer keeps apart from its own entity: of the two the one with fewer rows stands alone.
select distinct
  case when mine.rows < theirs.rows then mine.identity_no else theirs.identity_no end as identity_no,
  case when mine.rows < theirs.rows then mine.identity_no else theirs.identity_no end as right_no
from decided_now
join standard as one on one.identity_no = decided_now.identity_no
join standard as two on two.identity_no = decided_now.other_identity_no
join identities as mine on mine.identity_no = one.identity_no
join identities as theirs on theirs.identity_no = two.identity_no
where not decided_now.same and one.entity_no = two.entity_no
