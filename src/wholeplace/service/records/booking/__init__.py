"""Live records of booking: schedules, slots, appointments. What others use is in `searching`, `booking` and `opening`."""
