-- Pairs of one birth date and postcode, whatever their names.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join standing on standing.birth_no = seeking.birth_no and standing.postcode_no = seeking.postcode_no
where seeking.entity_no <> standing.entity_no
