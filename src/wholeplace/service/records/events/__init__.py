"""Live records of events: what is to be told to whom, written with what happened."""
