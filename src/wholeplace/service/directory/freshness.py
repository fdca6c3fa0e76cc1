"""How lately somebody vouched for a listing, and when to ask again. Spans are settings with their sources."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from wholeplace.service.directory.opening import day
from wholeplace.service.directory.shapes import Listing
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

OURS = Path(__file__).parent / "freshness.toml"
THEIRS = "directory.toml"
"""A place's own settings, in the place folder."""


class Age(StrEnum):
    """How a confirmation has aged."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"


@dataclass(frozen=True, kw_only=True, slots=True)
class Spans:
    """Days after which a confirmation is due again, after which it is stale, before which a reminder goes out, and that a link lasts."""

    due_after: int
    stale_after: int
    remind_before: int
    link_lasts: int


def spans_of(folder: Path) -> Spans:
    """The spans of a place: ours where its directory.toml says nothing. Raises DataProblem with everything that is wrong there."""
    ours = {name: entry["value"] for name, entry in tomllib.loads(OURS.read_text("utf-8")).items()}
    path = folder / THEIRS
    if not path.is_file():
        return Spans(**ours)
    try:
        given = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataProblem(
            "The directory's settings were not read", [_problem("", f"it is not TOML: {error}.", "Correct that line.")]
        ) from None
    problems = _problems(given, ours)
    if problems:
        raise DataProblem("The directory's settings were not read", problems)
    both = ours | {name: entry["value"] for name, entry in given.items()}
    if both["stale_after"] <= both["due_after"]:
        raise DataProblem(
            "The directory's settings were not read", [_problem("stale_after", "it is not after due_after.", "Make it longer.")]
        )
    return Spans(**both)


def age_of(listing: Listing, spans: Spans, today: date) -> Age:
    """Fresh until it is due, stale at last. One that nobody ever vouched for, or on a day to come, is stale."""
    assured = day(listing.assured_date)
    if assured is None or assured > today or today - assured >= timedelta(spans.stale_after):
        return Age.STALE
    return Age.DUE if today - assured >= timedelta(spans.due_after) else Age.FRESH


def remind_on(listing: Listing, spans: Spans) -> date | None:
    """The day from which its keeper should be asked; None: at once, nobody ever vouched for it."""
    assured = day(listing.assured_date)
    return assured + timedelta(spans.due_after - spans.remind_before) if assured else None


def confirmed_in_words(listing: Listing, spans: Spans, today: date) -> str:
    """In words: "last confirmed 3 weeks ago", "not confirmed since March 2024: ask before you go", or that nobody ever confirmed it."""
    assured = day(listing.assured_date)
    if assured is None or assured > today:
        return "nobody has confirmed this: ask before you go"
    if age_of(listing, spans, today) is Age.STALE:
        return f"not confirmed since {assured:%B %Y}: ask before you go"
    return f"last confirmed {ago((today - assured).days)}"


def ago(days: int) -> str:
    """Days that have passed, in words: "today", "yesterday", "5 days ago", "3 weeks ago", "4 months ago", "2 years ago"."""
    if days < 2:
        return "yesterday" if days else "today"
    for size, name in ((365, "year"), (30, "month"), (7, "week")):
        if days >= 2 * size or (name == "year" and days >= size):
            return f"{days // size} {name}{'s' if days // size > 1 else ''} ago"
    return f"{days} days ago"


def _problems(given: Mapping, ours: Mapping[str, int]) -> list[Problem]:
    problems = []
    for name, entry in given.items():
        if name not in ours:
            problems.append(_problem(name, "there is no such setting.", did_you_mean(name, ours) or f"Known: {', '.join(ours)}."))
        elif not isinstance(entry, dict) or sorted(entry) != ["source", "value"] or not str(entry["source"]).strip():
            problems.append(
                _problem(name, "it needs exactly value and source.", 'Write value = 180 and source = "who agreed it, and when".')
            )
        elif not isinstance(entry["value"], int) or isinstance(entry["value"], bool) or not 1 <= entry["value"] <= 3_650:
            problems.append(_problem(name, "its value is not a number of days from 1 to 3,650.", "Write whole days."))
    return problems


def _problem(name: str, what: str, fix: str) -> Problem:
    where = f"{THEIRS}, {name}" if name else THEIRS
    return Problem(where=where, what=what, why="It says when a listing counts as out of date.", fix=fix)
