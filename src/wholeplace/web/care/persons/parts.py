"""What a person's page in the care door shows: parts that other packages add, each shown only to whom the rules open it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wholeplace.service.access import Asker, What
from wholeplace.service.records.access.audit import look_at_each, may


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of a person's page: a heading, and lines of (what, says)."""

    title: str
    lines: tuple[tuple[str, str], ...]


Teller = Callable[[Asker, str], Iterable[tuple[str, str]]]
_PARTS: dict[What, tuple[str, Teller]] = {}


def part_of_a_person(what: What, title: str) -> Callable[[Teller], Teller]:
    """A decorator for a function that gives the lines (what, says) of one part of a person's record. It is asked only where the rules
    let the asker read that part, and the look is noted before."""

    def added(teller: Teller) -> Teller:
        _PARTS[what] = (title, teller)
        return teller

    return added


def parts_for(asker: Asker, person: str) -> list[Part]:
    """The parts that the asker may read, each noted."""
    found = []
    for what, (title, teller) in _PARTS.items():
        if may(asker, person, what).allowed and look_at_each(asker, [person], what)[person].allowed:
            found.append(Part(title=title, lines=tuple(teller(asker, person))))
    return found
