"""organisations.csv: the bodies of the place and its neighbours, each for the days it stood, and who followed it."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from wholeplace.place.areas import split
from wholeplace.place.csvs import dates, read_table, required, tell
from wholeplace.place.shapes import Organisation
from wholeplace.place.spans import check_spans
from wholeplace.terms import OrganisationCode, Problem
from wholeplace.terms.spelling import did_you_mean

FILE = "organisations.csv"
COLUMNS = ("code", "name", "kind", "parent", "successor", "valid_from", "valid_to")
KINDS = (
    "council", "nhs trust", "icb", "gp surgery", "primary care network", "voluntary", "housing", "system partnership",
    "healthwatch", "other",
)  # fmt: skip


def read_organisations(folder: Path, areas: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame | None:
    """organisations.csv, typed and checked: one row per body and span of days. A parent is a body or an area."""
    frame = read_table(folder, FILE, COLUMNS, may_have=("roles",), problems=problems)
    if frame is None:
        return None
    frame = dates(problems, frame, FILE, ("valid_from", "valid_to"))
    required(problems, frame, FILE, ("code", "name", "kind", "valid_from"))
    check_spans(problems, frame, FILE)
    codes = frame["code"].drop_nulls().unique().to_list()
    known = {
        "kind": (KINDS, "Partners of every kind are shown, so each must have one.", f"Use one of {', '.join(KINDS)}."),
        "parent": ([*codes, *areas["code"].drop_nulls().unique()], "Its figures are shown under its parent.", "Add the parent first."),
        "successor": (codes, "What it owed and did passes to the body that followed.", "Add the body that followed it."),
    }
    for column, (allowed, why, fix) in known.items():
        for (value,), rows in sorted(frame.filter(~pl.col(column).is_in(allowed)).group_by(column), key=lambda group: str(group[0])):
            if value is not None:
                what = f'{column} "{value}" is not known.'
                tell(problems, rows, Problem(where=FILE, what=what, why=why, fix=did_you_mean(str(value), allowed) or fix))
    itself = frame.filter((pl.col("parent") == pl.col("code")) | (pl.col("successor") == pl.col("code")))
    letter = Problem(
        where=FILE, what='"{value}" is its own parent or successor.', why="A chain of bodies must end.", fix="Name another, or none."
    )
    tell(problems, itself, letter, by="code")
    return frame


def organisations_of(frame: pl.DataFrame) -> tuple[Organisation, ...]:
    """The rows as organisations, in a fixed order."""
    return tuple(_organisation(row) for row in frame.sort("code", "valid_from").iter_rows(named=True))


def _organisation(row: Mapping) -> Organisation:
    return Organisation(
        code=OrganisationCode(row["code"]),
        name=row["name"],
        kind=row["kind"],
        parent=OrganisationCode(row["parent"]) if row["parent"] else None,
        successor=OrganisationCode(row["successor"]) if row["successor"] else None,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        roles=split(row["roles"]),
    )
