-- Pairs of one postcode whose given names stand for one full form.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join standing on standing.postcode_no = seeking.postcode_no and standing.given_alias_no = seeking.given_alias_no
where seeking.entity_no <> standing.entity_no
