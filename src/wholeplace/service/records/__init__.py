"""Live records of the front door. Those of persons, bookings, referrals and accesses stand in books of the log of their own."""
