"""Pages of the care door on which a group keeps its own listings, and coordinators those that are there twice."""
