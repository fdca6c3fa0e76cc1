"""Pages of the care door about referrals: what was referred to us, by us, and what waits between organisations."""
