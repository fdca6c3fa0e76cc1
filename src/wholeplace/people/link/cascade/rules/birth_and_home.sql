-- Pairs of one birth date and postcode in which one name agrees and the other is within two letters (one, in a short name).
-- Twins have other given names, so a close given name must be long.
select met.entity_no, met.other_no, met.given_no as variant_no
from met
join texts as given on given.text_no = met.given_no
join texts as family on family.text_no = met.family_no
join texts as their_given on their_given.text_no = met.their_given_no
join texts as their_family on their_family.text_no = met.their_family_no
where
  met.rest_agrees = 1 and met.sex_agrees = 1
  and (
    (met.family_no = met.their_family_no and length(given.text) >= 6 and levenshtein(given.text, their_given.text) <= 1)
    or (
      met.given_no = met.their_given_no
      and levenshtein(family.text, their_family.text) <= case when length(family.text) > 5 then 2 else 1 end
    )
  )
