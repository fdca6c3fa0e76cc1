"""Reads a cohort's definition from its TOML file, and writes a letter with everything that is wrong with it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wholeplace.people.cohort.asks import read_exposures, read_outcomes
from wholeplace.people.cohort.keys import CHOICES, ENDS, KEYS, REQUIRED, SECTION, SECTIONS, is_of
from wholeplace.people.cohort.letters import Letters
from wholeplace.people.cohort.shapes import ALL, AreaAsk, CohortDefinition, Compare, Enter, EventAsk, Exclusion, Follow, RowAsk
from wholeplace.people.cohort.vocabulary import KNOWN_BESIDE, TABLES, described_by
from wholeplace.people.tables import COMMON
from wholeplace.terms import DataProblem
from wholeplace.warehouse import YES_OR_NO, Table, reserved_words

__all__ = ["read_definition"]


def read_definition(name: str, text: str) -> CohortDefinition:
    """The cohort that `text` (TOML) declares. Raises DataProblem with every problem found at once."""
    letters = Letters(name=name)
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        letters.say("", f"it is not TOML: {error}.", "Nothing in it can be read.", "Correct that line.")
        given = {}
    if not letters.problems:
        _check_name(letters)
        _check_keys(given, letters)
    definition = None if letters.problems else _Reading(given=given, letters=letters).definition(text)
    if letters.problems or definition is None:
        raise DataProblem("The cohort cannot be made", letters.problems)
    return definition


def _check_name(letters: Letters) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", letters.name):
        letters.say(
            "", f'"{letters.name}" cannot be the name of a cohort.', "It names a folder.", "Use small letters, numbers and hyphens."
        )


def _sections(given: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every section that is there: its kind, how letters call it, and its keys."""
    yield "", "", given
    for key, (kind, _) in KEYS[""].items():
        if kind == SECTION and isinstance(given.get(key), dict):
            yield key, key, given[key]
        if kind == SECTIONS and isinstance(given.get(key), list):
            yield from ((key, f"{key} {number}", each) for number, each in enumerate(given[key], start=1) if isinstance(each, dict))


def _check_keys(given: Mapping[str, Any], letters: Letters) -> None:
    for section, called, keys in _sections(given):
        known = KEYS[section]
        for key, value in keys.items():
            where = f"{called}.{key}" if called else key
            choices = CHOICES.get((section, key), ())
            if key not in known:
                letters.unknown(where, "there is no such key.", key, known)
            elif not is_of(known[key][0], value):
                letters.say(where, f"{value!r} is not {known[key][0]}.", "It cannot be read.", f"It says {known[key][1]}.")
            elif choices and value not in choices:
                letters.unknown(where, f'"{value}" is not one of the choices.', value, choices)
        for key in REQUIRED[section]:
            if key not in keys:
                where = f"{called}.{key}" if called else key
                letters.say(where, "it is missing.", "Nobody could say what is meant.", f"It says {known[key][1]}.")


@dataclass(slots=True)
class _Reading:
    """The second look: keys are known and of their kind, and now they must fit each other."""

    given: Mapping[str, Any]
    letters: Letters
    names: set[str] = field(default_factory=set)

    def definition(self, text: str) -> CohortDefinition:
        given, letters = self.given, self.letters
        if not given["question"].strip().endswith("?"):
            letters.say("question", "it has no question mark at its end.", "A cohort answers a question.", "Ask it in plain words.")
        enter = self.enter(given["enter"])
        exposures, kinds = read_exposures(given.get("exposures", ()), enter.table, letters)
        described = described_by(enter.table, kinds)
        follow = self.follow(given.get("follow", {}))
        outcomes = read_outcomes(given.get("outcomes", ()), enter.table, follow, letters)
        self.check_names(enter.table, exposures, outcomes)
        columns, by = self.baseline(given.get("baseline", {}), described)
        return CohortDefinition(
            name=letters.name, title=given["title"].strip(), question=given["question"].strip(), source=given["source"].strip(),
            purpose=given["purpose"], enter=enter, exclude=self.exclude(described), follow=follow, columns=columns, by=by,
            exposures=exposures, outcomes=outcomes, compare=self.compare(enter, by), text=text,
        )  # fmt: skip

    def enter(self, keys: Mapping[str, Any]) -> Enter:
        table = TABLES[keys["from"]]
        if keys["on"] not in table.dates:
            self.letters.unknown("enter.on", f'"{keys["on"]}" does not place a row of {table.name}.', keys["on"], table.dates)
        counts = self.letters.condition("enter.counts", keys["counts"], table) if "counts" in keys else "TRUE"
        between = keys.get("between", ALL)
        return Enter(
            table=table.name, on=keys["on"], counts=counts, between=between if isinstance(between, str) else (between[0], between[1]),
            one_row=keys.get("one_row", "first"), after_days=keys.get("after_days", 0),
        )  # fmt: skip

    def exclude(self, described: Table) -> tuple[Exclusion, ...]:
        found = []
        for number, keys in enumerate(self.given.get("exclude", ()), start=1):
            when = self.letters.condition(f"exclude {number}.when", keys["when"], described, wants=YES_OR_NO)
            found.append(Exclusion(name=keys["name"].strip(), when=when))
        return tuple(found)

    def follow(self, keys: Mapping[str, Any]) -> Follow:
        follow = Follow(from_days=keys.get("from_days", 0), to_days=keys.get("to_days", 0), ends_with=tuple(keys.get("ends_with", ENDS)))
        for end in follow.ends_with:
            if end not in ENDS:
                self.letters.unknown("follow.ends_with", f'"{end}" ends nothing here.', end, ENDS)
        if follow.from_days > follow.to_days:
            what = f"from_days is {follow.from_days} and to_days is {follow.to_days}."
            self.letters.say("follow", what, "Nobody could be followed.", "Let from_days be the smaller one.")
        return follow

    def baseline(self, keys: Mapping[str, Any], described: Table) -> tuple[tuple[str, ...], str | None]:
        named = [*keys.get("columns", ()), *([keys["by"]] if "by" in keys else [])]
        for column in named:
            if column not in described.columns:
                self.letters.unknown("baseline", f'"{column}" is not a column of this cohort.', column, described.columns)
        return tuple(dict.fromkeys(keys.get("columns", ()))), keys.get("by")

    def check_names(self, table: str, exposures: tuple[AreaAsk | EventAsk | RowAsk, ...], outcomes: tuple[EventAsk | RowAsk, ...]) -> None:
        taken = {*TABLES[table].columns, *KNOWN_BESIDE, *RESERVED}
        for ask in (*exposures, *outcomes):
            where = f'"{ask.name}"'
            if not re.fullmatch(r"[a-z][a-z0-9_]*", ask.name):
                self.letters.say(
                    where, "it cannot be the name of a column.", "Tools read it.", "Use small letters, numbers and underscores."
                )
            if ask.name in reserved_words():
                self.letters.say(where, "it is a word of SQL.", "No tool could tell the two apart.", "Give it another name.")
            if ask.name in taken:
                self.letters.say(where, "another column has this name.", "One of the two would be lost.", "Give it another name.")
            taken |= {ask.name, f"{ask.name}_known_share"}

    def compare(self, enter: Enter, by: str | None) -> Compare | None:
        if "compare" not in self.given:
            return None
        same = tuple(self.given["compare"]["same"])
        alike = {*COMMON, *KNOWN_BESIDE} - {"person_key"}
        for column in same:
            if column not in alike:
                self.letters.unknown("compare.same", f'"{column}" is not known of everybody in the place.', column, sorted(alike))
        if by:
            self.letters.say(
                "baseline.by", "a comparison already splits the table.", "It cannot be split twice.", "Leave out `by` or `compare`."
            )
        if enter.between == ALL or (isinstance(enter.between, tuple) and enter.between[0] != enter.between[1]):
            why = "Everybody else in the place is looked at on one day."
            fix = 'Let one day be both ends of `between`, or write "the last that can be followed".'
            self.letters.say("enter.between", "a comparison needs one index day.", why, fix)
        return Compare(same=same)


RESERVED = (
    "person_key", "in_cohort", "index_day", "weight", "followed_days", "followed_until", "follow_ended_by", "subject_no", "entry_no",
)  # fmt: skip
"""Columns that every cohort has."""
