-- Pairs of one birth date whose given names sound alike.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join standing on standing.birth_no = seeking.birth_no and standing.given_sound_no = seeking.given_sound_no
where seeking.entity_no <> standing.entity_no
