"""The live half of the agreement: Django models over its rules, each kept with an entry in the log."""
