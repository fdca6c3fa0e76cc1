"""One table of a TOML file as it is read: each key asked for by kind, and every mistake kept for one letter."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wholeplace.flow.shapes import Assumption
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

NUMBER_KEYS = ("value", "low", "high", "unit", "source", "fitted", "agreed_by", "since")
"""What an inline table in the place of a number may say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One table at `where`, such as "network.toml, stations.acute". `problems` and `assumptions` grow as it is read."""

    where: str
    given: Mapping[str, Any]
    problems: list[Problem]
    assumptions: list[Assumption] = field(default_factory=list)

    def wrong(self, key: str, what: str, why: str, fix: str) -> None:
        """Keep one mistake."""
        where = self.where_of(key) if key else self.where
        self.problems.append(Problem(where=where, what=what, why=why, fix=fix))

    def where_of(self, key: str) -> str:
        """Where a key of this table stands: "network.toml, stations" and below it "network.toml, stations.acute"."""
        return f"{self.where}{'.' if ', ' in self.where else ', '}{key}"

    def under(self, key: str) -> "Sheet":
        """The table at `key`; an empty one where there is none or where it is no table."""
        given = self.given.get(key, {})
        if not isinstance(given, dict):
            self.wrong(key, f"{_short(given)} is not a table.", "It has several numbers of its own.", f"Write [{key}] and its keys below.")
            given = {}
        return Sheet(where=self.where_of(key), given=given, problems=self.problems, assumptions=self.assumptions)

    def tables(self, key: str) -> tuple["Sheet", ...]:
        """The tables of a list such as [[change]], in order."""
        given = self.given.get(key, [])
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            self.wrong(key, "it is not a list of tables.", "It cannot be read.", f"Write [[{key}]] before each of them.")
            return ()
        wheres = (f"{self.where}, {key} {number}" for number in range(1, len(given) + 1))
        return tuple(
            Sheet(where=where, given=each, problems=self.problems, assumptions=self.assumptions)
            for where, each in zip(wheres, given, strict=True)
        )

    def known(self, *keys: str) -> None:
        """Say which keys there may be: any other is a mistake, with the nearest one that there is."""
        for key in self.given:
            if key not in keys:
                fix = did_you_mean(key, keys) or f"Known here: {', '.join(keys)}."
                self.wrong(key, "there is no such key.", "A key that is misspelt would be ignored in silence.", fix)

    def text(self, key: str, default: str | None = "") -> str:
        """A text. Without a default (None) it must be there."""
        value = self._needed(key, default, "a text")
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.wrong(key, f"{_short(value)} is not a text.", "It cannot be read.", f'Write {key} = "...".')
            return ""
        return value

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of some words; the first of them after a mistake."""
        value = self.text(key, default)
        if value in choices:
            return value
        if value:
            fix = did_you_mean(value, choices) or f"Choose one of: {', '.join(choices)}."
            self.wrong(key, f'"{value}" is not known here.', "It cannot be run.", fix)
        return choices[0]

    def yes_or_no(self, key: str, default: bool = False) -> bool:
        value = self.given.get(key, default)
        if not isinstance(value, bool):
            self.wrong(key, f"{_short(value)} is not true or false.", "It cannot be read.", f"Write {key} = true or {key} = false.")
            return default
        return value

    def day(self, key: str) -> date | None:
        """A day; None where there is none."""
        value = self.given.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.wrong(key, f"{_short(value)} is not a day.", "It cannot be read.", f"Write {key} = 2026-12-01, without quotation marks.")
            return None
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self._needed(key, default, "a whole number")
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(key, f"{_short(value)} is not a whole number.", "It cannot be read.", f"Write {key} = 180.")
            return 0
        return value

    def number(self, key: str, default: float | None = None, *, path: str = "") -> float:
        """A number, plain or as an inline table with value, low, high, unit, source, agreed_by and since.

        With a `path` what the table says is kept as an Assumption of that path. 0 after a mistake.
        """
        return self.number_in(self._needed(key, default, "a number"), key, path)

    def number_in(self, value: object, key: str, path: str = "") -> float:
        """As `number`, for a value already found."""
        if isinstance(value, dict):
            return self._assumed(value, key, path)
        if not is_number(value):
            self.wrong(key, f"{_short(value)} is not a number.", "It cannot be read.", f"Write {key} = 12.5, without quotation marks.")
            return 0.0
        return float(value)  # pyright: ignore[reportArgumentType]  is_number says so

    def numbers(self, key: str, count: int, default: tuple[float, ...]) -> tuple[float, ...]:
        """A list of exactly `count` plain numbers."""
        value = self.given.get(key)
        if value is None:
            return default
        if not isinstance(value, list) or len(value) != count or not all(is_number(each) for each in value):
            self.wrong(key, f"it is not a list of {count} numbers.", "Each stands for one of them.", f"Write {count} numbers in [ ].")
            return default
        return tuple(float(each) for each in value)

    def _needed(self, key: str, default: object, kind: str) -> object:
        if key not in self.given and default is None:
            self.wrong(key, "it is missing.", "Nothing can be run without it.", f"Write {key} = {kind}.")
            return {"a text": "-", "a whole number": 0, "a number": 0.0}[kind]
        return self.given.get(key, default)

    def _assumed(self, value: dict[str, Any], key: str, path: str) -> float:
        told = Sheet(where=self.where_of(key) if key else self.where, given=value, problems=self.problems)
        told.known(*NUMBER_KEYS)
        number = told.number("value")
        if isinstance(value.get("value"), dict):
            return 0.0
        low, high = (told.number(side, number) for side in ("low", "high"))
        if not low <= number <= high:
            self.wrong(key, f"{number:g} is not between low ({low:g}) and high ({high:g}).", "They are its range.", "Correct the three.")
        source = told.text("source")
        if not source.strip():
            self.wrong(key, "it does not say its source.", "A number that is agreed on says where it is from.", 'Write source = "...".')
        self.assumptions.append(
            Assumption(
                path=path, value=number, low=low, high=high, unit=told.text("unit"), source=source, fitted=told.yes_or_no("fitted"),
                agreed_by=told.text("agreed_by"), since=told.day("since"),
            )
        )  # fmt: skip
        return number


def is_number(value: object) -> bool:
    """Whether a value of a TOML file is a number that can be counted with: true, nan and inf are not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


def read_toml(file: Path, subject: str) -> dict[str, Any]:
    """The tables of a TOML file. Raises DataProblem with `subject` when there is no such file or it is not TOML."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        problem = Problem(where=file.name, what="there is no such file.", why="It was asked for.", fix="Look at its name and folder.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = f"it is not TOML: {error}."
        problem = Problem(where=file.name, what=what, why="Nothing in it can be read.", fix="Correct that line.")
    raise DataProblem(subject, [problem])


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
