"""Residents at their own door: the place of the care door's tests."""

from tests.web.care.conftest import act, amal, bea, clock, door, house, partnership, resident_in, sign_in, with_partners

__all__ = ["act", "amal", "bea", "clock", "door", "house", "partnership", "resident_in", "sign_in", "with_partners"]
