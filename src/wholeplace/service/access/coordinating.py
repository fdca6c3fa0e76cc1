"""Whose people an organisation coordinates, as the place wrote down."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from wholeplace.place import read_place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

COORDINATES = Path("front_door", "coordinates.toml")
"""The place's file that says whose people an organisation coordinates beside those of organisations under it."""


@lru_cache(maxsize=4)
def covered(folder: Path, changed: int) -> Mapping[str, frozenset[str]]:  # noqa: ARG001  `changed` is part of the key
    """Organisation -> those whose people it coordinates: itself, all under it in organisations.csv, and what the file says. Raises
    DataProblem where the file cannot be read, or names what is not there. `changed`: when the folder last changed."""
    place = read_place(folder)
    parents = {str(one.code): str(one.parent or "") for one in (*place.areas, *place.organisations)}
    codes = [str(one.code) for one in place.organisations]
    within = {code: {code, *_above(code, parents)} for code in codes}
    looks_after = {code: {code} for code in codes}
    for code, also in _told(folder, parents, codes):
        looks_after[code] |= also
    return {code: frozenset(one for one in codes if within[one] & after) for code, after in looks_after.items()}


def _told(folder: Path, known: Mapping[str, str], codes: list[str]) -> list[tuple[str, set[str]]]:
    """Organisation -> areas and organisations that it coordinates beside those under it, as the place wrote down."""
    file = folder / COORDINATES
    if not file.is_file():
        return []
    try:
        told = tomllib.loads(file.read_text("utf-8")).get("coordinates", [])
        rows = [(str(one["organisation"]), {str(code) for code in one["looks_after"]}) for one in told]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as wrong:
        problem = Problem(
            where=str(COORDINATES), what=f"It cannot be read: {wrong}.", why="It says who coordinates whom.",
            fix='Write [[coordinates]] with organisation = "U01" and looks_after = ["P81001"].',
        )  # fmt: skip
        raise DataProblem("Nobody can coordinate", [problem]) from None
    problems = [
        Problem(
            where=str(COORDINATES), what=f'"{code}" is not known.',
            why="Only what stands in organisations.csv or areas.csv can be coordinated.",
            fix=did_you_mean(code, list(known)) or "Use a code of one of these files.",
        )
        for organisation, after in rows
        for code in sorted(({organisation} - set(codes)) | (after - known.keys()))
    ]  # fmt: skip
    if problems:
        raise DataProblem("Nobody can coordinate", problems)
    return rows


def _above(code: str, parents: Mapping[str, str]) -> Iterable[str]:
    """Organisations and areas above one, the nearest first. Neither file has circles: both were checked when they were read."""
    while code := parents.get(code, ""):
        yield code
