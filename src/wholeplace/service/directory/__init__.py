"""One directory of everything a place offers, whoever offers it: what is near, open, for whom, and how lately somebody vouched for it."""
