-- Pairs of one given name in one postcode: what else agrees teaches the weights of family name, birth date and sex.
select sampled.identity_no, standing.identity_no as other_identity_no
from sampled
join standing on standing.given_no = sampled.given_no and standing.postcode_no = sampled.postcode_no
where sampled.entity_no <> standing.entity_no
