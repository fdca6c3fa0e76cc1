"""Records of a room that exists in tests only, with a column of every kind."""
