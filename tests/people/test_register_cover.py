"""A register month says something only from the 12th month of contacts: before that nobody could have been seen to be checked."""

from datetime import date

from wholeplace.people.building import journey_covers, months_covered

CONTACTS = (date(2022, 10, 1), date(2025, 11, 1))


def test_register_months_begin_with_the_twelfth_month_of_contacts() -> None:
    spans = journey_covers({"contacts": CONTACTS}, months_covered([CONTACTS]))
    assert spans["register_months"] == (date(2023, 9, 1), date(2025, 11, 1))
    assert spans["person_months"] == CONTACTS


def test_a_feed_shorter_than_a_year_covers_no_register_month() -> None:
    short = (date(2025, 1, 1), date(2025, 3, 1))
    assert "register_months" not in journey_covers({"contacts": short}, months_covered([short]))
