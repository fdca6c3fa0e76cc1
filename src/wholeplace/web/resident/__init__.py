"""The residents' own door."""
