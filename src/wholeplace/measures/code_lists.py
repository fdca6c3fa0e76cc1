"""Code lists that conditions name: the library's own and a place's own, each one CSV file with a source for every code."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse import SYSTEMS, CodeList

FOLDER = "codes"
COLUMNS: Mapping[str, str] = {
    "system": "ICD-10 or OPCS-4, the same on every line",
    "code": "a code in capitals without its dot, or the beginning of codes: J45 stands for J450 to J459",
    "says": "what it means, in words",
    "source": "whose list it is",
    "version": "of which year or edition",
}
"""The columns of a code list's file. Its name, without .csv, is the list's name."""

_FORMS = {"ICD-10": re.compile(r"[A-Z][0-9]{1,2}[0-9X]{0,3}"), "OPCS-4": re.compile(r"[A-Z][0-9]{1,3}")}
_EXAMPLES = {"ICD-10": "J45 or J450", "OPCS-4": "F09 or F091"}
_LIST_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@cache
def library_lists() -> Mapping[str, CodeList]:
    """The lists that come with wholeplace, by name. Raises DataProblem if a file of them is wrong."""
    problems: list[Problem] = []
    lists = read_lists(_texts(files("wholeplace.measures") / FOLDER, problems), problems)
    if problems:
        raise DataProblem("The library cannot be used", problems)
    return lists


def lists_of(folder: Path, problems: list[Problem]) -> Mapping[str, CodeList]:
    """The library's lists and those of a place folder's `codes`, by name. What cannot be read is left out, with letters."""
    own = _texts(folder / FOLDER, problems) if (folder / FOLDER).is_dir() else {}
    known = library_lists()
    for name in sorted(own.keys() & known.keys()):
        why = "A file that quietly replaced it would change what a known name means."
        fix = f"Give it another name, such as local-{name}.csv."
        problems.append(Problem(where=f"{FOLDER}/{name}.csv", what=f'the library already has a list "{name}".', why=why, fix=fix))
    return {**known, **read_lists({name: text for name, text in own.items() if name not in known}, problems)}


def _texts(folder: Path | Traversable, problems: list[Problem]) -> dict[str, str]:
    found = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".csv") and file.is_file():
            try:
                found[file.name.removesuffix(".csv")] = file.read_bytes().decode("utf-8-sig")
            except UnicodeDecodeError:
                why, fix = "Letters in it cannot be read.", "Save it as UTF-8."
                problems.append(Problem(where=f"{FOLDER}/{file.name}", what="it is not written in UTF-8.", why=why, fix=fix))
    return found


def read_lists(texts: Mapping[str, str], problems: list[Problem]) -> dict[str, CodeList]:
    """Code lists from their CSV texts by name. What cannot be read is left out, with letters in `problems`."""
    read = {name: _List(name, problems).read(texts[name]) for name in sorted(texts)}
    return {name: found for name, found in read.items() if found is not None}


class _List:
    """One list while it is read: where its letters stand."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name, self.problems = name, problems

    def say(self, line: int, what: str, why: str, fix: str) -> None:
        where = f"{FOLDER}/{self.name}.csv" + (f", line {line}" if line else "")
        self.problems.append(Problem(where=where, what=what, why=why, fix=fix))

    def read(self, text: str) -> CodeList | None:
        before = len(self.problems)
        if not _LIST_NAME.fullmatch(self.name):
            self.say(0, f'"{self.name}" cannot be the name of a list.', "Conditions name it.", "Use small letters, numbers and hyphens.")
        reader = csv.DictReader(text.splitlines(), strict=True)
        try:
            self._check_heading(tuple(reader.fieldnames or ()))
            rows = [{key: (row.get(key) or "").strip() for key in COLUMNS} for row in reader] if len(self.problems) == before else []
        except csv.Error as error:
            self.say(reader.line_num, f"it is not CSV: {error}.", "Nothing after it can be read.", "Correct the quotation marks.")
            return None
        if len(self.problems) > before:
            return None
        self._check_rows(rows)
        return None if len(self.problems) > before else _made(self.name, rows)

    def _check_heading(self, heading: tuple[str, ...]) -> None:
        for name in heading:
            if name not in COLUMNS:
                fix = did_you_mean(name, COLUMNS) or f"The columns are: {', '.join(COLUMNS)}."
                self.say(1, f'there is no column "{name}".', "A column that is misspelt would be ignored in silence.", fix)
        for name, meaning in COLUMNS.items():
            if name not in heading:
                self.say(1, f'column "{name}" is missing.', "Every list says this.", f"It says {meaning}.")

    def _check_rows(self, rows: list[dict[str, str]]) -> None:
        if not rows:
            self.say(0, "it has no codes.", "A condition on it would count nobody, and say nothing.", "Write one code a line.")
            return
        seen: set[str] = set()
        for line, row in enumerate(rows, start=2):
            self._check_row(line, row)
            if row["code"] in seen:
                self.say(line, f'code "{row["code"]}" stands here twice.', "One of them may be meant otherwise.", "Leave one out.")
            seen.add(row["code"])
        systems = sorted({row["system"] for row in rows})
        if len(systems) > 1:
            why = "Codes that look alike mean other things in the two."
            self.say(0, f"it mixes {' and '.join(systems)}.", why, "Write a list for each.")

    def _check_row(self, line: int, row: Mapping[str, str]) -> None:
        for name in ("says", "source", "version"):
            if not row[name]:
                self.say(line, f"{name} is empty.", "Nobody could check the code.", f"It says {COLUMNS[name]}.")
        system, code = row["system"], row["code"]
        if system not in _FORMS:
            fix = did_you_mean(system, SYSTEMS) or f"Choose from {', '.join(SYSTEMS)}."
            self.say(line, f'"{system}" is no classification we know.', "Nobody could say which column holds its codes.", fix)
        elif not _FORMS[system].fullmatch(code):
            bare = code.replace(".", "").upper()
            fix = f"Write {bare}." if _FORMS[system].fullmatch(bare) else f"Write it in capitals without a dot, as {_EXAMPLES[system]}."
            self.say(line, f'"{code}" is not a code of {system}.', "It would match nothing, and say nothing.", fix)


def _made(name: str, rows: list[dict[str, str]]) -> CodeList:
    sources, versions = (", ".join(dict.fromkeys(row[key] for row in rows)) for key in ("source", "version"))
    codes = tuple(row["code"] for row in rows)
    return CodeList(name=name, system=rows[0]["system"], codes=codes, source=sources, version=versions)
