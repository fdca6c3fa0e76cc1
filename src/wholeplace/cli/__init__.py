"""The command line: one verb for each room, and `picture`, which runs all that is needed."""
