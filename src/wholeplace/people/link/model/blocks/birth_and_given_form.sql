-- Pairs of one birth date whose given names stand for one full form.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join standing on standing.birth_no = seeking.birth_no and standing.given_alias_no = seeking.given_alias_no
where seeking.entity_no <> standing.entity_no
