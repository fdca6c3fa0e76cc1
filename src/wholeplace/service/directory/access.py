"""What a listing says about getting in: features that people ask for, read from its own words. What it does not say is not known."""

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from wholeplace.service.directory.shapes import Location
from wholeplace.service.directory.words import holds, stems

ACCESS = Path(__file__).parent / "access.csv"


@cache
def features() -> Mapping[str, tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]]:
    """Feature -> phrases that say it is there, and phrases that say it is not, as stems. In the order of the file."""
    with ACCESS.open(encoding="utf-8", newline="") as file:
        return {row["access"]: (_phrases(row["said_as"]), _phrases(row["not_said_as"])) for row in csv.DictReader(file)}


def access_of(location: Location) -> frozenset[str]:
    """The features that a place says it has, in its accessibility notes and in the words that stand under it."""
    texts = [each for one in location.accessibility for each in (one.description, one.details, one.accessibility)]
    terms = [attribute.taxonomy_term.name for attribute in _attributes(location) if attribute.taxonomy_term]
    return frozenset().union(*(_said(text) for text in (*texts, *terms)))


@lru_cache(maxsize=30_000)
def _said(text: str) -> frozenset[str]:
    """Features of one note. "No step-free access" says that there is none, whatever else the same note says."""
    words = stems(text)
    return frozenset(
        name for name, (there, not_there) in features().items()
        if any(holds(words, phrase) for phrase in there) and not any(holds(words, phrase) for phrase in not_there)
    )  # fmt: skip


def _attributes(location: Location) -> list:
    return [*location.attributes, *(attribute for one in location.accessibility for attribute in one.attributes)]


def _phrases(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(stems(phrase) for phrase in words.split(";"))
