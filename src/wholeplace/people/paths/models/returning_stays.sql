-- One row per stay that is a return: an emergency that began 0 to 29 days after the person's stay before it ended.
select distinct later.stay_id
from stays as earlier
join stays as later
  on later.person_key = earlier.person_key
  and date_diff('day', earlier.ended, later.started) = earlier.next_emergency_after_days
where earlier.next_emergency_after_days <= 29 and later.stay_id <> earlier.stay_id and later.admitted_as = 'emergency'
  and not later.day_case and not later.maternity
