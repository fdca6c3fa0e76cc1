-- One row per person of the last version that a reviewer took apart: both identities of the decision were that person's.
select distinct one.person_key as person_before
from decided_pairs
join links_now as one_now on one_now.identity_no = decided_pairs.identity_no
join links_now as other_now on other_now.identity_no = decided_pairs.other_identity_no
join links_last as one on one.who = one_now.who
join links_last as other on other.who = other_now.who
where not decided_pairs.same and one.person_key = other.person_key
