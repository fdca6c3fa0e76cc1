-- One row per identity that its NHS number linked (right, and not contradicted by name and birth date). `says_enough`: it could be
-- linked without the number, having a name and a birth date or postcode. `number_no`: the first identity that carries the number, whatever feed it is in.
-- A sender's own ids are no numbers that anybody else could know.
with
usable as (
  select
    identities.identity_no, identities.feed,
    replace(replace(identities.nhs_number, ' ', ''), '-', '') as digits,
    case
      when identities.family_name is not null and (identities.birth_date is not null or identities.postcode is not null) then 1
      else 0
    end as says_enough
  from identities
  join links on links.identity_no = identities.identity_no
  where links.how = 'number' and identities.nhs_number not like 'pseudonym:%'
),
numbers as (
  select digits, min(identity_no) as number_no from usable group by digits
)
select usable.identity_no, usable.feed, numbers.number_no, usable.says_enough
from usable
join numbers on numbers.digits = usable.digits
