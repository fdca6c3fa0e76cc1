"""Matters in the partner door: described in plain words, and answered with where they belong."""
