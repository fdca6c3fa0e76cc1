-- Pairs of one family name whose birth dates are each other's with day and month swapped.
select seeking.identity_no, standing.identity_no as other_identity_no
from seeking
join standing on standing.birth_no = seeking.swapped_birth_no and standing.family_sound_no = seeking.family_sound_no
where seeking.entity_no <> standing.entity_no
