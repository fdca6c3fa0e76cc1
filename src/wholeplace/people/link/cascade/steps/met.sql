-- One row per seeking and standing identity of one birth date and postcode: five rules look at these, so they are found once.
select
  seeking.entity_no, standing.entity_no as other_no,
  seeking.given_no, standing.given_no as their_given_no,
  seeking.given_alias_no, standing.given_alias_no as their_given_alias_no,
  seeking.given_sound_no, standing.given_sound_no as their_given_sound_no,
  seeking.family_no, standing.family_no as their_family_no,
  seeking.family_alias_no, standing.family_alias_no as their_family_alias_no,
  seeking.family_sound_no, standing.family_sound_no as their_family_sound_no,
  case
    when coalesce(seeking.given_rest_no, standing.given_rest_no, 0) = coalesce(standing.given_rest_no, seeking.given_rest_no, 0) then 1
    else 0
  end as rest_agrees,
  case when coalesce(seeking.sex, standing.sex) is not distinct from coalesce(standing.sex, seeking.sex) then 1 else 0 end as sex_agrees
from seeking
join standing on standing.birth_no = seeking.birth_no and standing.postcode_no = seeking.postcode_no
where seeking.entity_no <> standing.entity_no
