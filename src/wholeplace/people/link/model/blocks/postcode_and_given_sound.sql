-- Pairs of one postcode whose given names sound alike, but where so many live that the postcode tells little.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join postcode_shares on postcode_shares.postcode_no = seeking.postcode_no
join standing on standing.postcode_no = seeking.postcode_no and standing.given_sound_no = seeking.given_sound_no
cross join limits
where seeking.entity_no <> standing.entity_no and postcode_shares.identities <= limits.people_per_postcode
