"""How many published figures are other than in the release before."""

import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wholeplace.publish.disclosure.margins import KEY

_FIGURE = (*KEY, "grain")


@dataclass(frozen=True, kw_only=True, slots=True)
class FiguresMoved:
    """Figures that two releases both show, of measures whose definition is the same, and how many of them differ.

    `since`: the older release, by its folder's name. `moved`: another value, or hidden in one and shown in the other.
    `same_files`: both were made from the same partners' files, so only the way they were read can have moved anything.
    """

    since: str
    compared: int
    moved: int
    same_files: bool


def figures_moved(newer: Path) -> FiguresMoved | None:
    """What moved from the release before `newer`: its last version, or the newest one of an earlier period. None: it is the first."""
    releases = sorted((_order(path.parent), path.parent) for path in newer.parent.glob("*/manifest.json"))
    earlier = [folder for order, folder in releases if order < _order(newer)]
    if not earlier:
        return None
    older = earlier[-1]
    before, after = _manifest(older), _manifest(newer)
    same = [name for name, definition in after["definitions"].items() if before["definitions"].get(name) == definition]
    was, now = (_figures(folder, same) for folder in (older, newer))
    both = was.join(now, on=list(_FIGURE), how="inner", suffix="_now", nulls_equal=True)
    moved = both.filter(pl.col("value").ne_missing(pl.col("value_now")))
    return FiguresMoved(since=older.name, compared=len(both), moved=len(moved), same_files=before["inputs"] == after["inputs"])


def _manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def _order(folder: Path) -> tuple[str, str, int]:
    told = _manifest(folder)
    return told["period"]["ends"], told["period"]["name"], told["version"]


def _figures(folder: Path, measures: list[str]) -> pl.DataFrame:
    """Keys and value of every published figure of these measures."""
    types = {**dict.fromkeys(_FIGURE, pl.String), "value": pl.Float64}
    files = [path for name in sorted(measures) if (path := folder / "data" / "measures" / f"{name}.csv").is_file()]
    frames = [pl.read_csv(path, columns=[*_FIGURE, "value"], schema_overrides=types) for path in files]
    return pl.concat([pl.DataFrame(schema=types), *frames])
