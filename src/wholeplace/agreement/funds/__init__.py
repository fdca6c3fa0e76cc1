"""Pooled funds: contributions, lines, and who bears what when the year goes otherwise."""
