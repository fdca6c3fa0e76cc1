"""Live records of booking: schedules, slots, appointments."""
