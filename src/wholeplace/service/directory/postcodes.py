"""Where a postcode is: the place's own `postcodes.csv`, read once and held as arrays. No call to anybody.

Memory: 17 bytes a postcode (seven letters, two whole metres, the number of its small area, of which there are 65,535 at most): 1.7 MB for
100,000, read in some 60 milliseconds. A postcode's point is the one that the Office for National Statistics gives it: an address near its
middle.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.place.folder import CLOSED_FILE
from wholeplace.service.directory.points import Point
from wholeplace.terms import DataProblem, Problem

FILE = "postcodes.csv"
_COLUMNS = ("postcode", "easting", "northing", "small_area")
_SHAPE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_EDGE = 10_000
"""Metres around the place whose postcodes are kept too: people live on one side of a border and go to the other."""
_POSTCODE, _EAST, _NORTH = ("pcd7", "pcd", "pcd8", "pcds", "postcode"), ("oseast1m", "easting"), ("osnrth1m", "northing")
_AREA = ("lsoa21cd", "lsoa21", "lsoa21cd_derived", "small_area")
"""What columns have been called in editions of the ONS Postcode Directory, newest first."""


@dataclass(frozen=True, slots=True)
class Postcodes:
    """Every postcode of a place and around it, sorted. `areas[area]` is the small area's code; "" where there is none."""

    codes: np.ndarray
    easting: np.ndarray
    northing: np.ndarray
    area: np.ndarray
    areas: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def bytes_held(self) -> int:
        """Bytes of memory that the arrays take."""
        return sum(each.nbytes for each in (self.codes, self.easting, self.northing, self.area))

    def find(self, postcode: str) -> Point | None:
        """The point of a postcode, however it is spaced or written; None where it is not known here."""
        at = self._at(postcode)
        return None if at is None else Point(float(self.easting[at]), float(self.northing[at]))

    def small_area(self, postcode: str) -> str:
        """The code of the small area it lies in; empty where that is not known."""
        at = self._at(postcode)
        return "" if at is None else self.areas[int(self.area[at])]

    def _at(self, postcode: str) -> int | None:
        code = tidy(postcode).encode("ascii", "ignore")
        at = int(np.searchsorted(self.codes, np.bytes_(code)))
        return at if code and at < len(self.codes) and self.codes[at] == code else None


NO_POSTCODES = Postcodes(np.array([], "S7"), np.array([], "i4"), np.array([], "i4"), np.array([], "u2"), ("",))
"""Of a place that has no file of them: nothing is near or far."""


def tidy(postcode: str) -> str:
    """A postcode as it is looked up: big letters, no spaces; empty for what has not the form of one."""
    text = re.sub(r"[\s.\-]", "", postcode).upper()
    return text if _SHAPE.fullmatch(text) else ""


def spaced(postcode: str) -> str:
    """A postcode as it is written: "LS1 4AP". What has not the form of one is left as it is."""
    text = tidy(postcode)
    return f"{text[:-3]} {text[-3:]}" if text else postcode


def postcodes_of(folder: Path) -> Postcodes:
    """The postcodes of a place folder, read again when the file changes. None at all where there is no file. Raises DataProblem with
    what is wrong in it."""
    path = folder / FILE
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else NO_POSTCODES


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Postcodes:  # noqa: ARG001  `changed` is part of the key
    try:
        frame = pl.read_csv(
            path, schema_overrides={"easting": pl.Float64, "northing": pl.Float64}, infer_schema=False, truncate_ragged_lines=True
        )
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise _refused(path, f"it cannot be read: {reason}.", "Save it as CSV (UTF-8); easting and northing are whole metres.") from error
    if missing := [column for column in _COLUMNS if column not in frame.columns]:
        raise _refused(path, f"the column {missing[0]} is missing.", f"Its columns are {', '.join(_COLUMNS)}.")
    return _packed(frame.select(_COLUMNS))


def _packed(frame: pl.DataFrame) -> Postcodes:
    tidied = pl.col("postcode").str.replace_all(r"\s", "").str.to_uppercase()
    known = frame.with_columns(tidied).drop_nulls(["postcode", "easting", "northing"]).unique("postcode", keep="first").sort("postcode")
    area, areas = _numbered(known["small_area"].fill_null(""))
    return Postcodes(
        codes=known["postcode"].to_numpy().astype("S7"), area=area, areas=areas,
        easting=known["easting"].round().cast(pl.Int32).to_numpy(), northing=known["northing"].round().cast(pl.Int32).to_numpy(),
    )  # fmt: skip


def _numbered(codes: pl.Series) -> tuple[np.ndarray, tuple[str, ...]]:
    """Each code as the number of its place in the sorted list of all codes, and that list."""
    names = codes.unique().sort().to_list() or [""]
    number = pl.DataFrame({"code": names, "number": range(len(names))}, schema={"code": pl.String, "number": pl.UInt16})
    numbered = pl.DataFrame({"code": codes}).join(number, on="code", how="left", maintain_order="left")
    return numbered["number"].to_numpy(), tuple(names)


def make_postcodes(folder: Path, directory: Path, small_areas: Sequence[str]) -> int:
    """Write a place's `postcodes.csv` from a file in the shape of the ONS Postcode Directory (CSV, .gz too): postcodes of its small areas
    and of 10 km around them. Terminated ones stay in: people go on writing them. Returns how many.

    Raises DataProblem where the file lacks a column or none of its postcodes lies in the place.
    """
    try:
        frame = pl.read_csv(directory, infer_schema=False, truncate_ragged_lines=True)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise _refused(directory, f"it cannot be read: {reason}.", "Give the CSV file of the ONS Postcode Directory.") from error
    frame = frame.rename({column: column.strip().lower() for column in frame.columns})
    named = {
        name: _column(directory, frame, name, words)
        for name, words in zip(_COLUMNS, (_POSTCODE, _EAST, _NORTH, _AREA), strict=True)
    }  # fmt: skip
    every = frame.select([pl.col(column).alias(name) for name, column in named.items()]).with_columns(
        pl.col("postcode").str.replace_all(r"\s", "").str.to_uppercase(),
        pl.col("easting").cast(pl.Float64, strict=False).round().cast(pl.Int32),
        pl.col("northing").cast(pl.Float64, strict=False).round().cast(pl.Int32),
    )
    kept = _of_the_place(every.filter(pl.col("northing") > 0).drop_nulls(["postcode", "easting", "northing"]), small_areas)
    if kept.is_empty():
        raise _refused(
            directory, "none of its postcodes lies in a small area of this place.", "Give an edition with the same small areas (LSOA 2021)."
        )
    making = folder / f".{FILE}.making"
    kept.sort("postcode").write_csv(making)
    making.chmod(CLOSED_FILE)
    making.replace(folder / FILE)
    return kept.height


def _of_the_place(every: pl.DataFrame, small_areas: Sequence[str]) -> pl.DataFrame:
    """Postcodes of its small areas, and those of the box around them that is wider by `_EDGE` on each side."""
    own = every.filter(pl.col("small_area").is_in(list(small_areas)))
    if own.is_empty():
        return own
    low, high = own.select(pl.col("easting", "northing").min()).row(0), own.select(pl.col("easting", "northing").max()).row(0)
    return every.filter(
        pl.col("easting").is_between(low[0] - _EDGE, high[0] + _EDGE), pl.col("northing").is_between(low[1] - _EDGE, high[1] + _EDGE)
    )


def _column(file: Path, frame: pl.DataFrame, name: str, words: tuple[str, ...]) -> str:
    for word in words:
        if word in frame.columns:
            return word
    raise _refused(file, f"no column says the {name.replace('_', ' ')} of a postcode.", f"It is called one of: {', '.join(words)}.")


def _refused(path: Path, what: str, fix: str) -> DataProblem:
    problem = Problem(where=path.name, what=what, why="Without it nobody knows how far anything is.", fix=fix)
    return DataProblem("The postcodes were not read", [problem])
