"""In which book of the log a record of the front door stands. None of them is the partners' book, which auditors of the agreement read.

Whoever writes to a book holds its end until the transaction ends. So that practices do not wait for one another, an organisation's
records stand in one of sixteen books. A transaction takes all that it needs at its very end (`turns`), the last of the alphabet first:
that of persons before those of organisations, so that whoever held it from the beginning waits for nobody who waits for them.
"""

from hashlib import sha256

PERSONS = "care_persons"
"""Who people are: names, NHS numbers, where they live, who acts for whom."""
LISTINGS = "care_listings"
"""The directory, which is public."""
_LETTERS = "abcdefghijklmnop"


def book_of(organisation: str) -> str:
    """The book of what one organisation does for people: slots, appointments, referrals, and who looked at what. Always the same one."""
    return f"care_{_LETTERS[sha256(organisation.encode()).digest()[0] % len(_LETTERS)]}"


def all_books() -> tuple[str, ...]:
    """Every book of the front door."""
    return (PERSONS, LISTINGS, *(f"care_{letter}" for letter in _LETTERS))
