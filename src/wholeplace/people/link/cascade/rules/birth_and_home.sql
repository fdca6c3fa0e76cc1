-- Pairs of one birth date and postcode in which one name agrees and the other is within two letters (one, in a short name).
-- Twins have other given names, so a close given name must be long.
with met as (
  select
    seeking.entity_no, standing.entity_no as other_no, seeking.given_no as variant_no,
    seeking.given_no, seeking.family_no, standing.given_no as their_given_no, standing.family_no as their_family_no
  from seeking
  join standing
    on standing.birth_no = seeking.birth_no and standing.postcode_no = seeking.postcode_no
    and (standing.family_no = seeking.family_no or standing.given_no = seeking.given_no)
  where seeking.entity_no <> standing.entity_no
    and coalesce(seeking.given_rest_no, standing.given_rest_no, 0) = coalesce(standing.given_rest_no, seeking.given_rest_no, 0)
    and coalesce(seeking.sex, standing.sex) is not distinct from coalesce(standing.sex, seeking.sex)
)
select entity_no, other_no, variant_no
from met
join texts as given on given.text_no = met.given_no
join texts as family on family.text_no = met.family_no
join texts as their_given on their_given.text_no = met.their_given_no
join texts as their_family on their_family.text_no = met.their_family_no
where
  (met.family_no = met.their_family_no and length(given.text) >= 6 and levenshtein(given.text, their_given.text) <= 1)
  or (met.given_no = met.their_given_no and levenshtein(family.text, their_family.text) <= case when length(family.text) > 5 then 2 else 1 end)
