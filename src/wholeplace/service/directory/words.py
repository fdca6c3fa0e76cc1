"""Words as they are compared, and what people mean by them: needs with their other names, as data."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

NEEDS = Path(__file__).parent / "needs.csv"
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_EMPTY = frozenset((
    "a", "an", "and", "are", "at", "any", "for", "from", "help", "i", "in", "is", "it", "looking", "me", "my", "near", "need", "needs",
    "of", "on", "or", "our", "please", "some", "something", "someone", "support", "the", "to", "want", "we", "who", "with", "you",
    "your",
))  # fmt: skip
"""Words that say nothing about what is looked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """What somebody may need: its name, the wider need it belongs to (or ""), what it goes by, and every phrase that speaks of it: those,
    and narrower things that answer it. Phrases are stems."""

    name: str
    parent: str
    called: frozenset[tuple[str, ...]]
    phrases: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that was asked for. A listing speaks of it where it holds any of the phrases; `said` is what was typed."""

    said: str
    phrases: frozenset[tuple[str, ...]]


def stems(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without endings that only count: "Children's carers" -> ("children", "carer")."""
    return tuple(_stem(word) for word in _WORD.findall(text.lower().replace("’", "'")))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    word = word.removesuffix("'s").replace("'", "")
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@cache
def needs() -> Mapping[str, Need]:
    """Every need by its name, in the order of the file. A need is also spoken of by the phrases of the needs under it."""
    with NEEDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    called = {row["need"]: _phrases(f"{row['need']};{row['also_called']}") for row in rows}
    own = {row["need"]: called[row["need"]] | _phrases(row["such_as"]) for row in rows}
    below = {row["need"]: [other["need"] for other in rows if other["parent"] == row["need"]] for row in rows}
    return {
        name: Need(name=name, parent=row["parent"], called=called[name], phrases=own[name].union(*(own[other] for other in below[name])))
        for name, row in ((row["need"], row) for row in rows)
    }


def meanings(text: str) -> tuple[Meaning, ...]:
    """What a free text asks for: the longest phrases that a need goes by, each meaning all that speaks of the need, and every other word
    for itself ("swimming" is not any exercise). Words that say nothing are left out.
    """
    said = stems(text)
    found: list[Meaning] = []
    at = 0
    while at < len(said):
        length = next((n for n in range(min(_longest(), len(said) - at), 0, -1) if said[at : at + n] in _called()), 0)
        words = said[at : at + max(length, 1)]
        if length or words[0] not in _EMPTY:
            found.append(Meaning(" ".join(words), _called().get(words, frozenset()) | {words}))
        at += len(words)
    return tuple(dict.fromkeys(found))


def meaning_of(need: str) -> Meaning:
    """What a need of the list means. Raises KeyError for one that is not on it."""
    return Meaning(need, needs()[need].phrases)


def holds(text: Iterable[str], phrase: tuple[str, ...]) -> bool:
    """Do the stems of a text hold those of a phrase, one after the other?"""
    words = tuple(text)
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))


def _phrases(words: str) -> frozenset[tuple[str, ...]]:
    return frozenset(stems(phrase) for phrase in words.split(";") if phrase)


@cache
def _called() -> Mapping[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """Phrase that a need goes by -> every phrase that speaks of that need."""
    called: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
    for need in needs().values():
        for phrase in need.called:
            called[phrase] = called.get(phrase, frozenset()) | need.phrases
    return called


@cache
def _longest() -> int:
    return max(map(len, _called()))
