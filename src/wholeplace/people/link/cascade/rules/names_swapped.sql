-- Pairs in which one's given name is the other's family name and the other way round; birth date and postcode agree.
select seeking.entity_no, standing.entity_no as other_no, seeking.given_no as variant_no
from seeking
join standing
  on standing.birth_no = seeking.birth_no and standing.postcode_no = seeking.postcode_no
  and standing.given_no = seeking.family_no and standing.family_no = seeking.given_no
where seeking.entity_no <> standing.entity_no
