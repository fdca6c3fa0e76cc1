-- One row per person with an NHS number that the newest check did not give back, where a place holds such a check at all.
-- Someone who moved in since the check is among them: nobody has said yet that they may be counted.
select distinct known.person_key
from known_people as known
cross join picture_use
join opt_out_rules as rule
  on rule.kind = 'not cleared' and rule.asked = 'any' and rule.purpose = picture_use.purpose and rule.applies = 'yes'
left join cleared_numbers as cleared on cleared.nhs_number = known.nhs_number
where picture_use.national and picture_use.has_cleared and known.nhs_number is not null and cleared.nhs_number is null
