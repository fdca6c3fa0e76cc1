"""wholeplace: the whole picture of health and care in one place."""
