-- One row per handle, name and birth date that contradict the majority in both: neither the birth date (or its day and month
-- swapped, or two of its three parts) nor the name (as it is, swapped, in its full form, by sound, or but for two letters, one in a short name) agrees.
-- A missing name or birth date contradicts nothing.
with compared as (
  select
    handle_variants.handle_no, handle_variants.given_no, handle_variants.family_no, handle_variants.birth_no,
    handle_majorities.identity_no as majority_no,
    case when floor(handle_variants.birth_no / 10000) = floor(handle_majorities.birth_no / 10000) then 1 else 0 end
    + case when floor(handle_variants.birth_no / 100) % 100 = floor(handle_majorities.birth_no / 100) % 100 then 1 else 0 end
    + case when handle_variants.birth_no % 100 = handle_majorities.birth_no % 100 then 1 else 0 end as parts_agreeing,
    case
      when floor(handle_variants.birth_no / 10000) = floor(handle_majorities.birth_no / 10000)
        and floor(handle_variants.birth_no / 100) % 100 = handle_majorities.birth_no % 100
        and handle_variants.birth_no % 100 = floor(handle_majorities.birth_no / 100) % 100 then 1
      else 0
    end as swapped,
    handle_variants.birth_no is not null and handle_majorities.birth_no is not null as both_dated,
    own_given.text as given, own_family.text as family,
    their_given.text as their_given, their_family.text as their_family,
    own_meaning.sound_no as given_sound, their_meaning.sound_no as their_given_sound,
    own_meaning.alias_1_no as given_alias, their_meaning.alias_1_no as their_given_alias
  from handle_variants
  join handle_majorities
    on handle_majorities.handle_no = handle_variants.handle_no
  left join texts as own_given on own_given.text_no = handle_variants.given_no
  left join texts as own_family on own_family.text_no = handle_variants.family_no
  left join texts as their_given on their_given.text_no = handle_majorities.given_no
  left join texts as their_family on their_family.text_no = handle_majorities.family_no
  left join given_meanings as own_meaning on own_meaning.given_no = handle_variants.given_no
  left join given_meanings as their_meaning on their_meaning.given_no = handle_majorities.given_no
)
select handle_no, given_no, family_no, birth_no, majority_no
from compared
where
  both_dated
  and parts_agreeing < 2
  and swapped = 0
  and not (given = their_family and family = their_given)
  and (
    not (
      levenshtein(given, their_given) <= case when length(given) > 4 then 2 else 1 end or given_sound = their_given_sound or given_alias = their_given_alias
      or (length(given) = 1 and left(their_given, 1) = given) or (length(their_given) = 1 and left(given, 1) = their_given)
    )
    or levenshtein(family, their_family) > case when length(family) > 4 then 2 else 1 end
  )
