"""Who is looked for in files: by NHS number in any spacing, and by name together with something else that is theirs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from wholeplace.feeds.tables import WHO_IT_IS

IDENTITY = ("feed", "role", *WHO_IT_IS, "sex")
"""The columns of `Sought.identities`; birth_date is a date, the others are text."""

GAP = "[ \\u00a0.-]{0,2}"
"""What people write between the digits of an NHS number."""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """People to find. `numbers`: NHS numbers of ten digits. `identities`: one row an identity of theirs, with the columns IDENTITY."""

    numbers: frozenset[str]
    identities: pl.DataFrame

    @cached_property
    def number_pattern(self) -> re.Pattern[str]:
        """Any of the numbers, however spaced, that is not part of a longer number."""
        spelled = "|".join(GAP.join(number) for number in sorted(self.numbers)) or "(?!)"
        return re.compile(rf"(?<![0-9])(?:{spelled})(?![0-9])")

    @cached_property
    def persons(self) -> "tuple[_Named, ...]":
        """Each name of theirs, with what else is known beside it."""
        return tuple(dict.fromkeys(_named(self.identities)))

    @property
    def feeds(self) -> frozenset[str]:
        """Feeds that hold rows of theirs."""
        return frozenset(self.identities["feed"].drop_nulls())

    def numbered(self, text: str) -> bool:
        """Whether one of the numbers stands in the text."""
        return bool(self.number_pattern.search(text))

    def named(self, text: str) -> bool:
        """Whether the text holds a name of theirs together with their birth date, postcode, address or property number."""
        return any(person.is_in(text) for person in self.persons)

    def in_text(self, text: str) -> bool:
        """Whether the text (one row, one line) is about one of them, as far as words can tell."""
        return self.numbered(text) or self.named(text)

    def blanked(self, text: str) -> str:
        """The text without the numbers."""
        return self.number_pattern.sub("", text)


@dataclass(frozen=True, kw_only=True)
class _Named:
    """One way to name someone: every one of `names`, and beside them at least one of `beside`. Patterns without capitals."""

    names: tuple[str, ...]
    beside: tuple[str, ...]

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(rf"(?<!\w){text}(?!\w)", re.IGNORECASE) for text in (*self.names, f"(?:{'|'.join(self.beside)})"))

    def is_in(self, text: str) -> bool:
        return all(pattern.search(text) for pattern in self.patterns)


def _named(identities: pl.DataFrame) -> Iterator[_Named]:
    for row in identities.iter_rows(named=True):
        names = tuple(_spaced(row[name]) for name in ("given_name", "family_name") if row[name])
        beside = [_spaced(row[name]) for name in ("address", "uprn") if row[name]]
        if row["postcode"]:
            beside.append(" ?".join(map(re.escape, (row["postcode"][:-3].strip(), row["postcode"][-3:]))))
        if row["birth_date"]:
            beside += map(re.escape, ways_to_write(row["birth_date"]))
        if names and beside:
            yield _Named(names=names, beside=tuple(sorted(beside)))


def _spaced(text: str) -> str:
    return r"\s+".join(map(re.escape, text.split()))


def ways_to_write(day: date) -> tuple[str, ...]:
    """A day as partners write it: the forms of the type `date` in contracts/README.md."""
    orders = (
        f"{day:%d} {day:%m} {day:%Y}",
        f"{day:%m} {day:%d} {day:%Y}",
        f"{day.day} {day.month} {day.year}",
        f"{day:%d} {day:%m} {day:%y}",
    )
    forms = [order.replace(" ", mark) for order in orders for mark in "/-."]
    forms += [f"{day:%d}{mark}{month}{mark}{day:%Y}" for mark in "- " for month in (f"{day:%b}", f"{day:%B}")]
    return tuple(dict.fromkeys([f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%Y/%m/%d}", f"{day:%d%m%Y}", f"{day:%d-%b-%y}", *forms]))
