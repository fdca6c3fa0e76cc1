"""Codes as words, so that one kind is not passed for another."""

from typing import NewType

PersonKey = NewType("PersonKey", int)
"""A random 64-bit stand-in for a person. Means nothing outside one place folder."""

AreaCode = NewType("AreaCode", str)
SmallAreaCode = NewType("SmallAreaCode", str)
OrganisationCode = NewType("OrganisationCode", str)
MeasureName = NewType("MeasureName", str)
"""The file name of a measure's TOML without its ending, such as "back-within-30-days"."""
