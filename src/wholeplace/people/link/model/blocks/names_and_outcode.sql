-- Pairs of one given and family name in one postcode district.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join standing on standing.outcode_no = seeking.outcode_no and standing.family_sound_no = seeking.family_sound_no and standing.given_alias_no = seeking.given_alias_no
where seeking.entity_no <> standing.entity_no
