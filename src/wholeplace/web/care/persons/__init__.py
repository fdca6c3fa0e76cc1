"""Pages of the care door about people: finding one, giving a way to sign in, breaking the glass, and asking who did."""
