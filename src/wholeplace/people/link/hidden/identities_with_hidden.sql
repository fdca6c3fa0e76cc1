-- The identities as they came, but for those asked about: their number and their sender's own number are gone.
select
  sent.identity_no, sent.feed, sent.received, sent.role, sent.in_feed_no,
  case when hidden.identity_no is null then sent.nhs_number end as nhs_number,
  case when hidden.identity_no is null then sent.local_id end as local_id,
  sent.given_name, sent.family_name, sent.birth_date, sent.postcode, sent.address, sent.uprn, sent.sex, sent.ethnic_group,
  sent.small_area, sent.rows, sent.first_day, sent.last_day
from identities_sent as sent
left join hidden on hidden.identity_no = sent.identity_no
