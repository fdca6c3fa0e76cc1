"""The checks of a measure's file: every mistake gets a letter, all at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wholeplace.measures.keys import BELOW_KEYS, BELOW_TABLES, CHOICES, DAYS, KEYS, LONGEST_SHORT, REQUIRED, ROLLING, is_kind
from wholeplace.measures.shapes import Kind
from wholeplace.measures.vocabulary import SNAPSHOT_TABLES, TABLES
from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse import Table

Say = Callable[[str, str, str, str], None]
"""Writes one letter: key, what, why, fix."""

_SILENT = "A key that is misspelt would be ignored in silence."
_NOBODY = "Nobody could say what is meant."
_NO_COUNTERPART = "Name the measure that could be harmed when this one is chased."

_INSTEAD = {"person_months": 'Its people are what a rate is divided by: write kind = "rate" and a condition on it in population.'}
"""What to do about values that are often meant, but stand elsewhere."""

_NEEDS = {
    Kind.RATE: ("population", "per"),
    Kind.PROPORTION: ("of_which",),
    Kind.RATIO: ("denominator", "per"),
    Kind.MEAN: ("amount",),
    Kind.MEDIAN: ("amount",),
    Kind.QUANTILE: ("amount", "quantile"),
    Kind.TOTAL: (),
    Kind.PUBLISHED: (),
}
_ONLY = {
    "of_which": (Kind.PROPORTION,),
    "population": (Kind.RATE,),
    "people": (Kind.RATE,),
    "denominator": (Kind.RATIO,),
    "quantile": (Kind.QUANTILE,),
    "per": (Kind.RATE, Kind.RATIO),
    "per_time": (Kind.RATE,),
    "amount": tuple(kind for kind in Kind if kind is not Kind.PUBLISHED),
    "rolling": tuple(kind for kind in Kind if kind is not Kind.PUBLISHED),
}


def check_name(name: str, say: Say) -> None:
    """A measure's name stands in addresses of pages."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        say(
            "",
            f'"{name}" cannot be the name of a measure.',
            "Names stand in addresses of pages.",
            "Use small letters, numbers and hyphens.",
        )


def check_keys(given: Mapping[str, Any], say: Say) -> None:
    """Keys that do not exist, values of the wrong kind or outside their choices, and keys that are missing."""
    _check_each(given, KEYS, say, "")
    for key in REQUIRED:
        if key not in given:
            say(key, "it is missing.", "Every measure says this.", f"It says {KEYS[key][1]}.")
    if isinstance(below := given.get("denominator"), dict):
        _check_each(below, BELOW_KEYS, say, "denominator.")
        for key in ("from", "on"):
            if key not in below:
                say(f"denominator.{key}", "it is missing.", "A denominator says which rows it counts.", f"It says {KEYS[key][1]}.")


def _check_each(given: Mapping[str, Any], known: Mapping[str, tuple[str, str]], say: Say, inside: str) -> None:
    for key, value in given.items():
        choices = BELOW_TABLES if inside and key == "from" else CHOICES.get(key)
        if key not in known:
            fix = did_you_mean(key, known) or f"Known keys: {', '.join(known)}."
            say(f"{inside}{key}", "there is no such key.", _SILENT, fix)
        elif not is_kind(known[key][0], value):
            what = "it is empty." if value in ("", []) else f"{value!r} is not {known[key][0]}."
            say(f"{inside}{key}", what, "It cannot be read.", f"It says {known[key][1]}.")
        elif choices and value not in choices:
            fix = _INSTEAD.get(value) or did_you_mean(value, choices) or f"Choose from {', '.join(choices)}."
            say(f"{inside}{key}", f'"{value}" is not one of the choices.', _NOBODY, fix)


def check_words(given: Mapping[str, Any], say: Say) -> None:
    """The question asks, the short title fits, clauses can begin a sentence, and there is a counterpart. Of keys that are there."""
    if not given.get("question", "?").strip().endswith("?"):
        say("question", "it has no question mark at its end.", "A measure is a question.", "Ask it as a question, in plain words.")
    if (count := len(given.get("short", ""))) > LONGEST_SHORT:
        say("short", f"it has {count} characters.", "It would not fit over a small chart.", f"Use at most {LONGEST_SHORT}.")
    if "read_with" in given and not given["read_with"]:
        say("read_with", "it is empty.", "A measure is never shown alone.", _NO_COUNTERPART)
    for key in ("rises", "falls"):
        if given.get(key, "").strip().endswith("."):
            say(key, "it ends with a full stop.", "It begins a sentence that goes on.", "Take the full stop away.")


def check_kind(given: Mapping[str, Any], say: Say) -> None:
    """What the kind needs is there, and nothing that it would ignore. Without a kind that can be read, nothing is said of it."""
    _check_people(given, say)
    if "complete_after" in given and not DAYS.fullmatch(given["complete_after"]):
        say("complete_after", f'"{given["complete_after"]}" is not a number of days.', "It cannot be read.", 'Write it as "30 days".')
    if not {"kind", "from"} <= given.keys():
        return
    kind = Kind(given["kind"])
    for key in _NEEDS[kind]:
        if key not in given:
            say(key, f"it is missing, and kind is {kind}.", f"A {kind} cannot be made without it.", f"It says {KEYS[key][1]}.")
    for key, kinds in _ONLY.items():
        if key in given and kind not in kinds:
            say(key, f"it has no meaning, as kind is {kind}.", "It would be ignored in silence.", "Leave it out, or choose another kind.")
    _check_published(given, kind, say)
    _check_standardise(given, kind, say)
    _check_own_rows(given, kind, say)
    _check_unit(given, kind, say)


def _check_published(given: Mapping[str, Any], kind: Kind, say: Say) -> None:
    if given["from"] == "published":
        if "indicator" not in given:
            why = "It names the series among all that were published."
            say("indicator", "it is missing, and from is published.", why, "Write the series as the feed names it.")
        return
    if kind is Kind.PUBLISHED:
        say(
            "kind",
            f"it is published, but from is {given['from']}.",
            "Rows of the place are counted here.",
            'Choose another, or write from = "published".',
        )
    if "indicator" in given:
        why = "It would be ignored in silence."
        say("indicator", f"it has no meaning, as from is {given['from']}.", why, 'Leave it out, or write from = "published".')


def _check_unit(given: Mapping[str, Any], kind: Kind, say: Say) -> None:
    """A unit that names another number than `per` would make every figure look 10 or 100 times too great or too small."""
    per = given.get("per", 1)
    told = given.get("unit", "").replace("per cent", "100")
    if kind in (Kind.RATE, Kind.RATIO) and per > 1 and told and f"{per:,}" not in told:
        why = f"The figure is made for {per:,}; a reader must see the same number."
        say(
            "unit",
            f'"{given["unit"]}" does not say {per:,}, as per does.',
            why,
            f'Write it as "... a year per {per:,} people", or correct per.',
        )


def _check_standardise(given: Mapping[str, Any], kind: Kind, say: Say) -> None:
    how = given.get("standardise", "none")
    wanted = {"direct": Kind.RATE, "indirect": Kind.PROPORTION}.get(how, kind)
    if kind is not wanted or (how != "none" and "amount" in given):
        why = "Direct standardisation is for rates of events; indirect is for proportions of rows."
        say("standardise", f'"{how}" does not fit a {kind}{" of an amount" if "amount" in given else ""}.', why, 'Write "none".')


def _check_own_rows(given: Mapping[str, Any], kind: Kind, say: Say) -> None:
    """What only rows of the place's own tables can give."""
    table = given["from"]
    if kind in (Kind.RATIO, Kind.MEDIAN, Kind.QUANTILE) and table == "published":
        say("kind", f"a {kind} cannot be made of published figures.", "They come without their rows.", "Choose another table or kind.")
    if kind in (Kind.MEDIAN, Kind.QUANTILE) and table == "spend":
        say("kind", f"a {kind} of budget lines has no meaning.", "A line is no person and no event.", "Use total or rate.")
    if (rolling := given.get("rolling")) is None:
        return
    if rolling not in ROLLING:
        why = "The picture compares a year with the year before, so that no month stands on both sides."
        say("rolling", f'"{rolling}" cannot be looked back over.', why, 'Write "12 months", or leave it out.')
    if table == "published" or table in SNAPSHOT_TABLES:
        why = "Its months stand as they were published." if table == "published" else "Its months list the same people again."
        say("rolling", f"months of {table} are not added up.", why, "Leave it out.")


def _check_people(given: Mapping[str, Any], say: Say) -> None:
    if given.get("people") == "registered" and given.get("from") in ("spend", "published"):
        what = f"nobody knows with which surgery a row of {given['from']} is registered."
        say("people", what, "Only records of people can be followed to a surgery.", 'Write "resident", or leave it out.')


def check_places(given: Mapping[str, Any], say: Say) -> None:
    """The date and the splits exist in the table, and in the denominator's table too. Without a table nothing is said."""
    if "from" not in given:
        return
    table = TABLES[given["from"]]
    below = given.get("denominator")
    if table.name != "published":
        _check_date(given.get("on"), table, "on", say)
    if below:
        _check_date(below["on"], TABLES[below["from"]], "denominator.on", say)
    for split in given.get("splits", ()):
        _check_split(split, table, table.splits, say)
        if below and split in table.splits and split not in TABLES[below["from"]].splits:
            why = "A part of a ratio needs a denominator of its own."
            say("splits", f'"{split}" is not a split of {below["from"]}, the denominator.', why, "Leave it out.")


def _check_date(on: str | None, table: Table, key: str, say: Say) -> None:
    if on not in table.dates:
        what = "it is missing." if on is None else f'"{on}" is not a date that places a row of {table.name}.'
        say(key, what, "Every row stands in one month.", f"Choose from {', '.join(table.dates)}.")


def _check_split(split: str, table: Table, splits: Iterable[str], say: Say) -> None:
    if split not in splits:
        fix = did_you_mean(split, splits) or f"Choose from {', '.join(splits) or 'none: leave it out'}."
        say("splits", f'"{split}" is not a split of {table.name}.', "Cells keep only the splits of their table.", fix)
