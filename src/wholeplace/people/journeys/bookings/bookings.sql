-- The journey table: one row per appointment that was booked.
select
  booking.person_key, booking.age, booking.age_band, booking.sex, booking.ethnic_group, booking.small_area, booking.place,
  booking.row_no as booking_id, booking.booked, booking.starts,
  case when booking.starts >= booking.booked then date_diff('day', booking.booked, booking.starts) end as waited_days,
  booking.provider, booking.service, booking.slot_kind, booking.booked_by, booking.state,
  visits_after_bookings.emergency_after_days
from keyed_bookings as booking
left join visits_after_bookings on visits_after_bookings.row_no = booking.row_no
where booking.booked is not null
