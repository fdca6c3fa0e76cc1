"""Bodies in the partner door: who sits together, and what each may decide today."""
