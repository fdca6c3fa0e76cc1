"""Nothing was found: why, and what to leave out or widen so that something is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from wholeplace.service.directory.index import Index
from wholeplace.service.directory.points import METRES_IN_A_MILE
from wholeplace.service.directory.wanted import Wanted, Wider
from wholeplace.service.directory.words import meanings

MILES = (1, 3, 5, 10, 20)
"""Distances that are offered, in miles."""
SHOWN = 4
_EMPTY = Wanted()


def why_nothing(index: Index, wanted: Wanted) -> str:
    """Why a search found nothing: a word that nobody here uses, with the nearest one that somebody does; else that nothing fits it all."""
    if not index.listings:
        return "This directory holds nothing yet."
    strange = [one.said for one in meanings(wanted.words) if not index.speaks_of(one).any()]
    if strange:
        near = [get_close_matches(word, index.postings, n=1, cutoff=0.75) for word in strange]
        guess = next((match[0] for match in near if match), "")
        return f'Nothing here speaks of "{strange[0]}".' + (f' Did you mean "{guess}"?' if guess else "")
    return "Nothing fits everything you asked for."


def ways_to_widen(wanted: Wanted, how_many: Callable[[Wanted], int]) -> tuple[Wider, ...]:
    """Ways to ask for less that find something: first wider circles, then one thing left
    out, then two, at last all but the words."""
    for ways in (_wider_circles(wanted), _one_left_out(wanted), _two_left_out(wanted), _words_alone(wanted)):
        found = [Wider(words=words, count=count, wanted=other) for words, other in ways if (count := how_many(other))]
        if found:
            return tuple(_that_find_more(found))[:SHOWN]
    return ()


def _that_find_more(ways: list[Wider]) -> Iterator[Wider]:
    """Without circles that find no more than a smaller one does."""
    most = 0
    for way in ways:
        circle = way.wanted.within != ways[0].wanted.within or way is ways[0]
        if not circle or way.count > most:
            yield way
        most = max(most, way.count)


def _wider_circles(wanted: Wanted) -> Iterator[tuple[str, Wanted]]:
    """The nearest first, at last no circle at all."""
    if wanted.near is None or wanted.within is None:
        return
    for miles in MILES:
        metres = round(miles * METRES_IN_A_MILE)
        if metres > wanted.within:
            yield f"Look within {miles} mile{'s' if miles > 1 else ''}", replace(wanted, within=metres)
    yield "Look at any distance", replace(wanted, within=None)


def _one_left_out(wanted: Wanted) -> Iterator[tuple[str, Wanted]]:
    for name, words in _GIVEN:
        if getattr(wanted, name) != getattr(_EMPTY, name):
            yield words, replace(wanted, **{name: getattr(_EMPTY, name)})


def _two_left_out(wanted: Wanted) -> Iterator[tuple[str, Wanted]]:
    seen = set()
    for words, other in _one_left_out(wanted):
        for more, another in _one_left_out(other):
            if another not in seen:
                seen.add(another)
                yield f"{words}, and {more[0].lower()}{more[1:]}", another


def _words_alone(wanted: Wanted) -> Iterator[tuple[str, Wanted]]:
    yield "Ask for the words alone", Wanted(words=wanted.words, need=wanted.need, near=wanted.near)
    yield "See everything", Wanted(near=wanted.near)


_GIVEN = (
    ("days", "Look at any day"),
    ("access", "Leave out access: not every listing says what it has"),
    ("at_most", "Look at any cost: not every listing says what it costs"),
    ("age", "Look at any age"),
    ("words", "Leave out the words"),
    ("need", "Leave out the need"),
    ("within", "Look at any distance"),
)
"""What may be left out, and how that is said."""
