-- Pairs of one birth date: what else agrees teaches the weights of names, home and sex.
select sampled.identity_no, standing.identity_no as other_identity_no
from sampled
join standing on standing.birth_no = sampled.birth_no
where sampled.entity_no <> standing.entity_no
