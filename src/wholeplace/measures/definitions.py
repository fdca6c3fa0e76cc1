"""Reads measures: the library that comes with wholeplace and a place's own, each one TOML file, checked as a whole."""

import re
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from wholeplace.measures.series import kept_apart
from wholeplace.measures.shapes import Better, Kind, Lens, Measure
from wholeplace.measures.vocabulary import TABLES
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem, MeasureName, Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse import NUMBER, YES_OR_NO, Table, read_condition

_TEXT, _TEXTS, _WHOLE, _TRUTH = "text", "a list of texts", "a whole number above 0", "true or false"
KEYS: Mapping[str, tuple[str, str]] = {
    "title": (_TEXT, "what the page is called"),
    "short": (_TEXT, "the title over a small chart, at most 32 characters"),
    "question": (_TEXT, "the question in plain words, ending in a question mark"),
    "lens": (_TEXT, "outcomes, quality or money"),
    "better": (_TEXT, "lower, higher or neither"),
    "read_with": (_TEXTS, "measures that could be harmed when this one is chased; at least one"),
    "from": (_TEXT, "the table that is counted"),
    "on": (_TEXT, "the date that places a row in a month"),
    "counts": (_TEXT, "which rows count: a condition"),
    "of_which": (_TEXT, "proportion: the event among the rows that count, a condition"),
    "amount": (_TEXT, "what is added up, such as delay_days; left out: rows are counted"),
    "kind": (_TEXT, "rate, proportion, mean, total or published"),
    "per": (_WHOLE, "rate: for how many people"),
    "per_time": (_TEXT, "rate: year, or day"),
    "population": (_TEXT, "rate: whose time is the denominator, a condition on person_months"),
    "unit": (_TEXT, "the words after the number"),
    "standardise": (_TEXT, "none, direct (rate) or indirect (proportion)"),
    "complete_after": (_TEXT, 'how long after a month its figure is whole, such as "30 days"'),
    "splits": (_TEXTS, "columns that drivers may split by"),
    "indicator": (_TEXT, "published: the series"),
    "people_counted": (_TRUTH, "false: the rows are not people"),
    "reading": (_TEXT, "title of the reading that this measure leads"),
    "topic": (_TEXT, "the topic page it stands on"),
    "noun": (_TEXT, "what is counted, for sentences"),
    "rises": (_TEXT, "a main clause for a rise, to begin a sentence, without a full stop"),
    "falls": (_TEXT, "the same for a fall"),
    "says_more": (_TEXT, "the word for a rise: more, longer, higher"),
    "source": (_TEXT, "whose definition, with its version"),
    "definition_id": (_TEXT, "the id of the definition; two ids never make one series"),
}
"""Every key a measure's file may have: its kind and meaning. The reference pages are made from this."""

_REQUIRED = (
    "title",
    "short",
    "question",
    "lens",
    "better",
    "read_with",
    "from",
    "kind",
    "unit",
    "source",
    "definition_id",
    "topic",
    "noun",
)
_CHOICES = {
    "lens": tuple(Lens),
    "better": tuple(Better),
    "kind": tuple(Kind),
    "from": tuple(name for name in TABLES if name != "person_months"),
    "standardise": ("none", "direct", "indirect"),
    "per_time": ("year", "day"),
}
_DAYS = re.compile(r"(\d{1,4}) days?")
_LONGEST_SHORT = 32


def library(place: Place) -> Mapping[MeasureName, Measure]:
    """Every measure of the library and of the place's own measures folder, by name, in order of name.

    Raises DataProblem with every problem in every file at once.
    """
    problems: list[Problem] = []
    own = place.folder / "measures"
    texts = _texts(files("wholeplace.measures") / "library")
    for name, text in (_texts(own) if own.is_dir() else {}).items():
        if name in texts:
            problems.append(_taken(name))
        texts[name] = text
    measures = read_measures(texts, problems)
    if problems:
        raise DataProblem("The measures cannot be used", problems)
    return measures


def library_measures() -> Mapping[MeasureName, Measure]:
    """The library that comes with wholeplace, without any place's own. Raises DataProblem if a file of it is wrong."""
    problems: list[Problem] = []
    measures = read_measures(_texts(files("wholeplace.measures") / "library"), problems)
    if problems:
        raise DataProblem("The library cannot be used", problems)
    return measures


def read_measures(texts: Mapping[str, str], problems: list[Problem]) -> dict[MeasureName, Measure]:
    """Measures from their TOML texts by name. What cannot be read is left out, with letters in `problems`."""
    read = {name: _read(name, texts[name], problems) for name in sorted(texts)}
    for name, measure in read.items():
        for other in measure.read_with if measure else ():
            _check_read_with(name, other, texts, problems)
    return {measure.name: measure for measure in read.values() if measure is not None}


def _texts(folder: Traversable) -> dict[str, str]:
    return {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}


def _taken(name: str) -> Problem:
    return Problem(
        where=f"measures/{name}.toml",
        what=f'the library already has a measure "{name}".',
        why="A file that quietly replaced it would change what a known name means.",
        fix=f"Give it another name, such as local-{name}.toml.",
    )


def _check_read_with(name: str, other: str, known: Mapping[str, str], problems: list[Problem]) -> None:
    if other == name:
        what, fix = f'read_with names "{other}", the measure itself.', "Name the measure that could be harmed when this one is chased."
    elif other not in known:
        guess = did_you_mean(other, known)
        what, fix = f'read_with names "{other}", which is no measure.', guess or "Name a measure of the library or of this folder."
    else:
        return
    problems.append(_problem(name, "read_with", what, "A measure is never shown alone: its counterpart must exist.", fix))


def _problem(name: str, key: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=f"measures/{name}.toml, {key}" if key else f"measures/{name}.toml", what=what, why=why, fix=fix)


def _read(name: str, text: str, problems: list[Problem]) -> Measure | None:
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(_problem(name, "", f"it is not TOML: {error}.", "Nothing in it can be read.", "Correct that line."))
        return None
    before = len(problems)

    def say(key: str, what: str, why: str, fix: str) -> None:
        problems.append(_problem(name, key, what, why, fix))

    _check_name(name, say)
    if kept := _two_definitions(name, given):
        problems.extend(kept)
        return None
    _check_keys(given, say)
    if len(problems) > before:
        return None
    _check_words(given, say)
    _check_kind(given, say)
    table = TABLES[given["from"]]
    _check_places(given, table, say)
    conditions = _conditions(name, given, table, problems)
    return None if len(problems) > before else _measure(name, given, conditions)


_Say = Callable[[str, str, str, str], None]


def _check_name(name: str, say: _Say) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        say(
            "",
            f'"{name}" cannot be the name of a measure.',
            "Names stand in addresses of pages.",
            "Use small letters, numbers and hyphens.",
        )


def _two_definitions(name: str, given: Mapping[str, Any]) -> list[Problem]:
    for key in ("definition_id", "indicator"):
        ids = given.get(key)
        if isinstance(ids, list) and len(ids) > 1 and all(isinstance(each, str) for each in ids):
            return kept_apart(ids, where=f"measures/{name}.toml, {key}")
    return []


def _is(kind: str, value: object) -> bool:
    if kind == _TEXTS:
        return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
    if kind == _WHOLE:
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if kind == _TRUTH:
        return isinstance(value, bool)
    return isinstance(value, str) and bool(value.strip())


def _check_keys(given: Mapping[str, Any], say: _Say) -> None:
    for key, value in given.items():
        if key not in KEYS:
            known = f"Known keys: {', '.join(KEYS)}."
            say(key, "there is no such key.", "A key that is misspelt would be ignored in silence.", did_you_mean(key, KEYS) or known)
        elif not _is(KEYS[key][0], value):
            say(key, f"{value!r} is not {KEYS[key][0]}.", "It cannot be read.", f"It says {KEYS[key][1]}.")
        elif key in _CHOICES and value not in _CHOICES[key]:
            choices = f"Choose from {', '.join(_CHOICES[key])}."
            say(
                key,
                f'"{value}" is not one of the choices.',
                "Nobody could say what is meant.",
                did_you_mean(value, _CHOICES[key]) or choices,
            )
    for key in _REQUIRED:
        if key not in given:
            say(key, "it is missing.", "Every measure says this.", f"It says {KEYS[key][1]}.")


def _check_words(given: Mapping[str, Any], say: _Say) -> None:
    if not given["question"].strip().endswith("?"):
        say("question", "it has no question mark at its end.", "A measure is a question.", "Ask it as a question, in plain words.")
    if len(given["short"]) > _LONGEST_SHORT:
        count = len(given["short"])
        say("short", f"it has {count} characters.", "It would not fit over a small chart.", f"Use at most {_LONGEST_SHORT}.")
    if not given["read_with"]:
        say(
            "read_with", "it is empty.", "A measure is never shown alone.", "Name the measure that could be harmed when this one is chased."
        )


_NEEDS = {
    Kind.RATE: ("population",),
    Kind.PROPORTION: ("of_which",),
    Kind.MEAN: ("amount",),
    Kind.TOTAL: (),
    Kind.PUBLISHED: ("indicator",),
}
_ONLY = {
    "of_which": (Kind.PROPORTION,),
    "population": (Kind.RATE,),
    "per": (Kind.RATE,),
    "per_time": (Kind.RATE,),
    "amount": (Kind.RATE, Kind.PROPORTION, Kind.MEAN, Kind.TOTAL),
}


def _check_kind(given: Mapping[str, Any], say: _Say) -> None:
    kind, published = Kind(given["kind"]), given["from"] == "published"
    for key in _NEEDS[kind]:
        if key not in given:
            say(key, f"it is missing, and kind is {kind}.", f"A {kind} cannot be made without it.", f"It says {KEYS[key][1]}.")
    for key, kinds in _ONLY.items():
        if key in given and kind not in kinds:
            say(key, f"it has no meaning, as kind is {kind}.", "It would be ignored in silence.", "Leave it out, or choose another kind.")
    if published != ("indicator" in given) or (kind is Kind.PUBLISHED and not published):
        say("indicator", "it belongs with from = published, and only there.", "It names the series.", "Give both, or neither.")
    _check_standardise(given, kind, say)
    if "complete_after" in given and not _DAYS.fullmatch(given["complete_after"]):
        say("complete_after", f'"{given["complete_after"]}" is not a number of days.', "It cannot be read.", 'Write it as "30 days".')


def _check_standardise(given: Mapping[str, Any], kind: Kind, say: _Say) -> None:
    how = given.get("standardise", "none")
    wanted = {"direct": Kind.RATE, "indirect": Kind.PROPORTION}.get(how, kind)
    if kind is not wanted or (how != "none" and "amount" in given):
        why = "Direct standardisation is for rates of events; indirect is for proportions of rows."
        say("standardise", f'"{how}" does not fit a {kind}{" of an amount" if "amount" in given else ""}.', why, 'Write "none".')


def _check_places(given: Mapping[str, Any], table: Table, say: _Say) -> None:
    if table.name != "published":
        on = given.get("on")
        if on not in table.dates:
            what = "it is missing." if on is None else f'"{on}" is not a date that places a row of {table.name}.'
            say("on", what, "Every row stands in one month.", f"Choose from {', '.join(table.dates)}.")
    for split in given.get("splits", ()):
        if split not in table.splits:
            fix = did_you_mean(split, table.splits) or f"Choose from {', '.join(table.splits) or 'none: leave it out'}."
            say("splits", f'"{split}" is not a split of {table.name}.', "Cells keep only the splits of their table.", fix)


def _conditions(name: str, given: Mapping[str, Any], table: Table, problems: list[Problem]) -> dict[str, Any]:
    asked = {"counts": (table, YES_OR_NO), "of_which": (table, YES_OR_NO), "amount": (table, NUMBER)}
    asked["population"] = (TABLES["person_months"], YES_OR_NO)
    read: dict[str, Any] = {}
    for key, (of, wants) in asked.items():
        if key in given:
            condition = read_condition(given[key], of, where=f"measures/{name}.toml, {key}", wants=wants, problems=problems)
            read[key] = condition.sql if condition else ""
    return read


def _measure(name: str, given: Mapping[str, Any], conditions: Mapping[str, Any]) -> Measure:
    days = _DAYS.fullmatch(given.get("complete_after", "0 days"))
    plain = ("title", "short", "question", "unit", "source", "definition_id", "topic", "noun")
    chosen = {
        key: given[key]
        for key in ("on", "per", "per_time", "standardise", "indicator", "people_counted", "reading", "rises", "falls", "says_more")
        if key in given
    }
    return Measure(
        name=MeasureName(name),
        lens=Lens(given["lens"]),
        better=Better(given["better"]),
        kind=Kind(given["kind"]),
        read_with=tuple(MeasureName(other) for other in given["read_with"]),
        table=given["from"],
        splits=tuple(given.get("splits", ())),
        complete_after_days=int(days[1]) if days else 0,
        **{**{key: given[key].strip() for key in plain}, **chosen},
        **conditions,
    )
