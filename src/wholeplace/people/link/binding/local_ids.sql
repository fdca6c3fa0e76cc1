-- One row per identity with a number that its sender gave it. Numbers of two feeds never meet.
select identity_no, feed as issuer, trim(local_id) as handle
from identities
where trim(local_id) <> ''
