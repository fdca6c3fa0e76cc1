-- Pairs of one given and family name with one birthday, whatever the year.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join standing on standing.birth_no % 10000 = seeking.birth_no % 10000 and standing.family_no = seeking.family_no and standing.given_no = seeking.given_no
where seeking.entity_no <> standing.entity_no
