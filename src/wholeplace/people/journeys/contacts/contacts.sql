-- The journey table: one row per contact outside a hospital bed.
select
  contact.person_key, contact.age, contact.age_band, contact.sex, contact.ethnic_group, contact.small_area, contact.place,
  contact.row_no as contact_id, contact.happened, contact.setting, contact.provider, contact.team, contact.kind, contact.attended,
  first_contacts.row_no is not null as first_of_referral,
  case when contact.happened >= contact.referred then date_diff('day', contact.referred, contact.happened) end as waited_days,
  repeated_assessments.repeats_another_team
from keyed_contacts as contact
left join first_contacts on first_contacts.row_no = contact.row_no
left join repeated_assessments on repeated_assessments.row_no = contact.row_no
where contact.happened is not null
