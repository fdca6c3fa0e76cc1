-- Pairs of one postcode in which one's given name is the other's family name.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join standing on standing.postcode_no = seeking.postcode_no and standing.family_no = seeking.given_no and standing.given_no = seeking.family_no
where seeking.entity_no <> standing.entity_no
