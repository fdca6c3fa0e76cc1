"""Reads measures: the library that comes with wholeplace and a place's own, each one TOML file, checked as a whole."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from wholeplace.measures.checks import check_keys, check_kind, check_name, check_places, check_words
from wholeplace.measures.code_lists import library_lists, lists_of
from wholeplace.measures.keys import DAYS, ROLLING
from wholeplace.measures.registered import by_surgery, is_by_surgery, levels_of_surgeries, of_registered
from wholeplace.measures.series import kept_apart
from wholeplace.measures.shapes import Better, Denominator, Kind, Lens, Measure
from wholeplace.measures.vocabulary import TABLES
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem, MeasureName, Problem, WrongUse
from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse import NUMBER, YES_OR_NO, CodeList, read_condition


def library(place: Place) -> Mapping[MeasureName, Measure]:
    """Every measure of the library and of the place's own measures folder, by name, in order of name.

    Raises DataProblem with every problem in every file at once.
    """
    measures, problems = _all_of(place)
    if problems:
        raise DataProblem("The measures cannot be used", problems)
    return measures


def _all_of(place: Place) -> tuple[Mapping[MeasureName, Measure], list[Problem]]:
    """What can be read of the library and the place's own, and everything that is wrong."""
    problems: list[Problem] = []
    own = place.folder / "measures"
    texts = _texts(files("wholeplace.measures") / "library", problems)
    for name, text in (_texts(own, problems) if own.is_dir() else {}).items():
        if name in texts:
            problems.append(_taken(name))
        else:
            texts[name] = text
    measures = read_measures(texts, problems, lists=lists_of(place.folder, problems))
    if not levels_of_surgeries(place):
        problems += [_without_surgeries(name) for name, measure in measures.items() if is_by_surgery(measure.table)]
    return measures, problems


def _without_surgeries(name: str) -> Problem:
    what = "organisations.csv names no GP surgery with a parent, so nobody knows where registered people belong."
    fix = 'Add each surgery with kind "gp surgery" and its neighbourhood, network or place as parent, or write people = "resident".'
    return _problem(name, "people", what, "Every figure would lie nowhere.", fix)


def measure_named(place: Place, name: str) -> Measure:
    """One measure of the library or of the place's own, whatever is wrong with others of the place.

    Raises DataProblem with what is wrong with it or with the code lists, and WrongUse, with the nearest name, when there is none.
    """
    measures, problems = _all_of(place)
    if mine := [problem for problem in problems if _concerns(problem, name)]:
        raise DataProblem(f"{name} cannot be used", mine)
    if name not in measures:
        guess = did_you_mean(name, measures) or "The reference lists them all; your own are in the place's measures folder."
        raise WrongUse(f'There is no measure "{name}". {guess}')
    return measures[MeasureName(name)]


def _concerns(problem: Problem, name: str) -> bool:
    """Whether a letter is about the measure, or about code lists, which any measure may name."""
    where = problem.where.split(",")[0]
    return not where.startswith("measures/") or where == f"measures/{name}.toml"


def problems_of(place: Place, name: str | None = None) -> tuple[Problem, ...]:
    """Every mistake in the place's own measures and code lists; with a `name`, in that measure and the code lists.

    Raises WrongUse when the place has no measure of that name.
    """
    own = place.folder / "measures"
    if name is not None and not (own / f"{name}.toml").is_file():
        raise WrongUse(f"There is no file {own / f'{name}.toml'}. Make one with: wholeplace measure new {place.folder} {name}")
    _, problems = _all_of(place)
    return tuple(problem for problem in problems if name is None or _concerns(problem, name))


def library_measures() -> Mapping[MeasureName, Measure]:
    """The library that comes with wholeplace, without any place's own. Raises DataProblem if a file of it is wrong."""
    problems: list[Problem] = []
    measures = read_measures(_texts(files("wholeplace.measures") / "library", problems), problems)
    if problems:
        raise DataProblem("The library cannot be used", problems)
    return measures


def read_measures(
    texts: Mapping[str, str], problems: list[Problem], *, lists: Mapping[str, CodeList] | None = None
) -> dict[MeasureName, Measure]:
    """Measures from their TOML texts by name. What cannot be read is left out, with letters in `problems`.

    `lists`: the code lists that conditions may name; without them, those of the library.
    """
    known = library_lists() if lists is None else lists
    read = {name: _read(name, texts, problems, known) for name in sorted(texts)}
    return {measure.name: measure for measure in read.values() if measure is not None}


def _texts(folder: Traversable, problems: list[Problem]) -> dict[str, str]:
    """The text of every TOML file of a folder, by name. A file that is not text gets a letter and is left out."""
    found = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml") and file.is_file():
            name = file.name.removesuffix(".toml")
            try:
                found[name] = file.read_bytes().decode("utf-8-sig")
            except UnicodeDecodeError:
                problems.append(_problem(name, "", "it is not written in UTF-8.", "Letters in it cannot be read.", "Save it as UTF-8."))
    return found


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


def _read(name: str, texts: Mapping[str, str], problems: list[Problem], lists: Mapping[str, CodeList]) -> Measure | None:
    try:
        given = tomllib.loads(texts[name])
    except tomllib.TOMLDecodeError as error:
        problems.append(_problem(name, "", f"it is not TOML: {error}.", "Nothing in it can be read.", "Correct that line."))
        return None
    before = len(problems)
    wrong: set[str] = set()

    def say(key: str, what: str, why: str, fix: str) -> None:
        wrong.add(key.split(".")[0])
        problems.append(_problem(name, key, what, why, fix))

    check_name(name, say)
    if kept := _two_definitions(name, given):
        problems.extend(kept)
        return None
    check_keys(given, say)
    for other in given.get("read_with", ()) if "read_with" not in wrong else ():
        _check_read_with(name, other, texts, problems)
    measure = _beyond_keys(name, given, frozenset(wrong), _Conditions(name, problems, lists))
    return None if len(problems) > before else measure


def _beyond_keys(name: str, given: Mapping[str, Any], wrong: frozenset[str], conditions: "_Conditions") -> Measure | None:
    """The rest is checked even where keys are `wrong`, so that every mistake is told at once; nothing more is said of those keys."""
    sound = {key: value for key, value in given.items() if key not in wrong}

    def say(key: str, what: str, why: str, fix: str) -> None:
        if key.split(".")[0] not in wrong:
            conditions.problems.append(_problem(name, key, what, why, fix))

    check_words(sound, say)
    check_kind(sound, say)
    check_places(sound, say)
    if wrong:
        conditions.read_all(sound)
        return None
    return _measure(name, sound, conditions)


def _two_definitions(name: str, given: Mapping[str, Any]) -> list[Problem]:
    for key in ("definition_id", "indicator"):
        ids = given.get(key)
        if isinstance(ids, list) and len(ids) > 1 and all(isinstance(each, str) for each in ids):
            return kept_apart(ids, where=f"measures/{name}.toml, {key}")
    return []


@dataclass(slots=True)
class _Conditions:
    """Reads the conditions of one measure and keeps what they name."""

    name: str
    problems: list[Problem]
    lists: Mapping[str, CodeList]
    used: set[str] = field(default_factory=set)
    as_written: list[tuple[str, str]] = field(default_factory=list)

    def read_all(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], Denominator | None]:
        """The SQL of every condition of a measure, and what it is held against. What has no table to be read against is left out."""
        read = self.read(given, given["from"], {**_ROW, "of_which": YES_OR_NO}) if "from" in given else {}
        read |= self.read(given, "person_months", {"population": YES_OR_NO})
        if "denominator" not in given:
            return read, None
        told = given["denominator"]
        return read, Denominator(table=told["from"], on=told["on"], **self.read(told, told["from"], _ROW, inside="denominator."))

    def read(self, given: Mapping[str, Any], table: str, wanted: Mapping[str, str], inside: str = "") -> dict[str, Any]:
        """The SQL of each key of `wanted` (key -> kind) that is given."""
        read: dict[str, Any] = {}
        for key, kind in wanted.items():
            if key in given:
                where = f"measures/{self.name}.toml, {inside}{key}"
                found = read_condition(given[key], TABLES[table], where=where, wants=kind, problems=self.problems, lists=self.lists)
                read[key] = found.sql if found else ""
                self.used |= found.code_lists if found else frozenset()
                self.as_written.append((f"{inside}{key}", " ".join(given[key].split())))
        return read


_ROW = {"counts": YES_OR_NO, "amount": NUMBER}


def _measure(name: str, given: Mapping[str, Any], conditions: _Conditions) -> Measure:
    """Called when every key can be relied on; conditions may still be wrong."""
    days = DAYS.fullmatch(given.get("complete_after", "0 days"))
    plain = ("title", "short", "question", "unit", "source", "definition_id", "topic", "noun")
    optional = ("on", "quantile", "per", "per_time", "standardise", "indicator", "people_counted", "reading", "rises", "falls", "says_more")
    read, below = conditions.read_all(given)
    registered = given.get("people") == "registered"
    if registered and "population" in read:
        read["population"] = of_registered(read["population"])
    return Measure(
        name=MeasureName(name),
        lens=Lens(given["lens"]),
        better=Better(given["better"]),
        kind=Kind(given["kind"]),
        read_with=tuple(MeasureName(other) for other in given["read_with"]),
        table=by_surgery(given["from"]) if registered else given["from"],
        denominator=below,
        splits=tuple(given.get("splits", ())),
        complete_after_days=int(days[1]) if days else 0,
        rolling=ROLLING.get(given.get("rolling", ""), 0),
        code_lists=tuple(sorted(conditions.used)),
        as_written=tuple(conditions.as_written),
        **{**{key: given[key].strip() for key in plain}, **{key: given[key] for key in optional if key in given}},
        **read,
    )
