"""Areas side by side: tiles with a table. In the order of deprivation or of names, never ranked by the value."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wholeplace.measures.shapes import Measure
from wholeplace.picture.shapes import AreaPicture, Member, Reading
from wholeplace.publish import wording
from wholeplace.publish.charts.tiles import Tile, shades
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.pages.tables import MARKS, TableView, area_table
from wholeplace.publish.shown import Shown
from wholeplace.terms import DataProblem, Problem

COORDINATES = "hex.csv"


@dataclass(frozen=True, kw_only=True, slots=True)
class MapView:
    """Tiles in groups (or at the place's own coordinates, `at`), and the same as a table."""

    heading: str
    title: str
    note: str
    tiles: Sequence[Tile]
    groups: Sequence[tuple[str, Sequence[Tile]]]
    at: Mapping[str, tuple[int, int]]
    table: TableView


def area_map(measure: Measure, reading: Reading, edition: Edition, *, root: str) -> MapView | None:
    """The smallest areas of the place by one measure of one reading, in the picture's period."""
    areas = edition.smallest_areas
    if len(areas) < 2:
        return None
    members = {area.code: _member(measure, reading, area, edition) for area in areas}
    shown = {area.code: _now(members[area.code], edition) for area in areas}
    steps = shades({code: s.best[0] if s is not None and s.can_be_seen else None for code, s in shown.items()})
    ordered, order_words = in_order(areas, edition)
    tiles = [_tile(area, shown[area.code], members[area.code], steps[area.code], (measure, edition, root)) for area in ordered]
    level = edition.place.settings.levels[-1]
    title = f"{measure.short}, by {level}, {edition.period.in_words}"
    return MapView(
        heading=f"{level[0].upper()}{level[1:]}s: {measure.short[0].lower()}{measure.short[1:]}", title=title,
        note=f"Darker is higher. {order_words} Small differences between areas may be chance.",
        tiles=tiles, groups=_by_parent(ordered, tiles, edition), at=coordinates(edition.place.folder),
        table=area_table(title, ordered, measure, edition),
    )  # fmt: skip


def in_order(areas: Sequence[AreaPicture], edition: Edition) -> tuple[list[AreaPicture], str]:
    """From most to least deprived where ranks are known, else by name; with the words that say so."""
    ranks = edition.deprivation_ranks
    if all(area.code in ranks for area in areas):
        return sorted(areas, key=lambda a: (ranks[a.code], a.name)), "Areas run from the most to the least deprived."
    return sorted(areas, key=lambda a: a.name), "Areas are in the order of their names."


def _member(measure: Measure, reading: Reading, area: AreaPicture, edition: Edition) -> Member | None:
    theirs = edition.readings_by_area.get((reading.name, area.code))
    return next((m for m in theirs.members if m.measure.name == measure.name), None) if theirs else None


def _now(member: Member | None, edition: Edition) -> Shown | None:
    return edition.shown(member.change.now or member.figure) if member else None


def _tile(area: AreaPicture, shown: Shown | None, member: Member | None, shade: int, about: tuple[Measure, Edition, str]) -> Tile:
    measure, edition, root = about
    value = shown.best[0] if shown is not None and shown.can_be_seen else None
    words = wording.short(value, measure) if value is not None else wording.value_in_words(shown, measure, edition.rule)
    mark = MARKS.get(member.change.direction) if member and value is not None else None
    return Tile(code=area.code, name=area.name, words=words, shade=shade, mark=mark, link=f"{root}areas/{area.code}.html")


def _by_parent(areas: Sequence[AreaPicture], tiles: Sequence[Tile], edition: Edition) -> list[tuple[str, list[Tile]]]:
    parents = sorted({area.parent or "" for area in areas}, key=lambda code: (edition.name_of(code), code))
    if len(parents) == 1:
        return [("", list(tiles))]
    return [(edition.name_of(p), [t for a, t in zip(areas, tiles, strict=True) if (a.parent or "") == p]) for p in parents]


@cache
def coordinates(folder: Path) -> Mapping[str, tuple[int, int]]:
    """The place's own map, if it has one: hex.csv with code, q (column), r (row). Empty where there is none."""
    path = folder / COORDINATES
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return {row["code"]: (int(row["q"]), int(row["r"])) for row in rows}
    except (KeyError, ValueError) as fault:
        problem = Problem(
            where=COORDINATES, what=f"{fault} cannot be read.", why="The map needs a column and a row for each area.",
            fix="Give each area a code, q (column) and r (row), as whole numbers; or delete the file for a plain grid.",
        )  # fmt: skip
        raise DataProblem(COORDINATES, [problem]) from fault
