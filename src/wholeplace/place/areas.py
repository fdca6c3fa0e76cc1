"""areas.csv: the areas of every level and footprint, each for the days it stood."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from wholeplace.place.csvs import dates, read_table, required, tell
from wholeplace.place.shapes import Area, Settings
from wholeplace.place.spans import check_spans, within
from wholeplace.terms import AreaCode, Problem
from wholeplace.terms.spelling import did_you_mean

FILE = "areas.csv"
COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_to")


def read_areas(folder: Path, settings: Settings, problems: list[Problem]) -> pl.DataFrame | None:
    """areas.csv, typed and checked: one row per area and span of days."""
    frame = read_table(folder, FILE, COLUMNS, may_have=("aliases",), problems=problems)
    if frame is None:
        return None
    frame = dates(problems, frame, FILE, ("valid_from", "valid_to"))
    required(problems, frame, FILE, ("code", "name", "level", "valid_from"))
    check_spans(problems, frame, FILE)
    _check_levels(frame, settings, problems)
    _check_parents(frame, settings, problems)
    _check_one_system(frame, settings, problems)
    return frame


def areas_of(frame: pl.DataFrame) -> tuple[Area, ...]:
    """The rows as areas, by level name and code, in a fixed order."""
    rows = frame.sort("level", "code", "valid_from").iter_rows(named=True)
    return tuple(_area(row) for row in rows)


def _area(row: Mapping) -> Area:
    return Area(
        code=AreaCode(row["code"]),
        name=row["name"],
        level=row["level"],
        parent=AreaCode(row["parent"]) if row["parent"] else None,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        aliases=split(row["aliases"]),
    )


def split(joined: str | None) -> tuple[str, ...]:
    """The parts of a ";"-joined cell."""
    return tuple(part.strip() for part in (joined or "").split(";") if part.strip())


def _check_levels(frame: pl.DataFrame, settings: Settings, problems: list[Problem]) -> None:
    known = [*settings.levels, *settings.footprints]
    for (level,), rows in sorted(frame.filter(~pl.col("level").is_in(known)).group_by("level"), key=lambda group: str(group[0])):
        if level is not None:
            letter = Problem(
                where=FILE,
                what=f'level "{level}" is not in place.toml.',
                why="The picture would not know where to show these areas.",
                fix=did_you_mean(str(level), known) or f"Use one of {', '.join(known)}, or add it to place.toml.",
            )
            tell(problems, rows, letter)
    mixed = frame.group_by("code").agg(pl.col("level").n_unique().alias("levels"), pl.col("row").first()).filter(pl.col("levels") > 1)
    letter = Problem(
        where=FILE, what='code "{value}" stands at two levels.', why="Its figures would be counted at both.", fix="Give each its own code."
    )
    tell(problems, mixed, letter, by="code")


def _check_parents(frame: pl.DataFrame, settings: Settings, problems: list[Problem]) -> None:
    codes = frame["code"].drop_nulls().unique().to_list()
    why = "Figures roll up from each area to its parent."
    for (parent,), rows in sorted(frame.filter(~pl.col("parent").is_in(codes)).group_by("parent"), key=lambda group: str(group[0])):
        if parent is not None:
            fix = did_you_mean(str(parent), codes) or "Add the parent to areas.csv, or correct its code."
            tell(problems, rows, Problem(where=FILE, what=f'parent "{parent}" is not an area here.', why=why, fix=fix))
    level_of = frame.select(pl.col("code").alias("parent"), pl.col("level").alias("parent_level")).unique("parent", keep="first")
    for upper, lower in zip(settings.levels, settings.levels[1:], strict=False):
        below = frame.filter(pl.col("level") == lower).join(level_of, on="parent", how="left", maintain_order="left")
        wrong = below.filter(pl.col("parent").is_null() | (pl.col("parent_level").is_not_null() & (pl.col("parent_level") != upper)))
        fix = f"Name the {upper} it lies in."
        letter = Problem(where=FILE, what=f'"{{value}}" is a {lower}, and its parent is not a {upper}.', why=why, fix=fix)
        tell(problems, wrong, letter, by="code")
    top = frame.filter((pl.col("level") == settings.levels[0]) & pl.col("parent").is_not_null())
    letter = Problem(
        where=FILE,
        what=f'"{{value}}" is a {settings.levels[0]}, the widest level, and has a parent.',
        why="Nothing stands above the widest level.",
        fix="Leave its parent empty, or add the wider level to place.toml.",
    )
    tell(problems, top, letter, by="code")
    _check_cycles(frame, problems)
    letter = Problem(
        where=FILE,
        what='parent "{value}" does not stand on every day that the area does.',
        why="On some days the area would belong to nothing.",
        fix="Correct the dates, or end this row and start another with the next parent.",
    )
    within(problems, inner=frame, outer=frame, on="parent", letter=letter)


def _check_cycles(frame: pl.DataFrame, problems: list[Problem]) -> None:
    above: dict[str, set[str]] = {}
    for code, parent in frame.select("code", "parent").drop_nulls().iter_rows():
        above.setdefault(code, set()).add(parent)
    for code in sorted(above):
        if code in _ancestors(code, above):
            problems.append(
                Problem(
                    where=FILE,
                    what=f'"{code}" lies within itself, by way of its parents.',
                    why="Its figures could never be rolled up.",
                    fix="Follow its parents upward and correct the one that points down.",
                )
            )


def _ancestors(code: str, above: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(above.get(code, ()))
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting.extend(above.get(parent, ()))
    return found


def _check_one_system(frame: pl.DataFrame, settings: Settings, problems: list[Problem]) -> None:
    """Exactly one area at the widest level on any day, so that there is one whole to add up to."""
    widest = settings.levels[0]
    systems = frame.filter((pl.col("level") == widest) & pl.col("valid_from").is_not_null()).sort("valid_from", "row")
    why = "Everything adds up to one whole, so one area must stand at the widest level on each day."
    if systems.is_empty():
        fix = f"Add a row with level {widest} and no parent."
        problems.append(Problem(where=FILE, what=f"no area has the level {widest}.", why=why, fix=fix))
        return
    ends = pl.col("valid_to").fill_null(pl.date(9999, 12, 31)).cum_max().shift(1)
    twice = systems.filter((pl.col("valid_from") < ends) & (pl.col("code") != pl.col("code").shift(1)))
    letter = Problem(
        where=FILE,
        what=f'a second {widest}, "{{value}}", stands on the same day.',
        why=why,
        fix="End the first on the day the second starts.",
    )
    tell(problems, twice, letter, by="code")
    gap = systems.filter(pl.col("valid_from") > ends)
    letter = Problem(where=FILE, what=f'no {widest} stands just before "{{value}}" starts.', why=why, fix="Close the gap between the two.")
    tell(problems, gap, letter, by="code")
