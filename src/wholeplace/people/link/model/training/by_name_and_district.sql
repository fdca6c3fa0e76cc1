-- Pairs of one name in one postcode district: what else agrees teaches the weights of birth date and sex.
select sampled.identity_no, standing.identity_no as other_identity_no
from sampled
join standing
  on standing.family_no = sampled.family_no and standing.given_no = sampled.given_no and standing.outcode_no = sampled.outcode_no
where sampled.entity_no <> standing.entity_no
