"""The slow, obvious road: one row at a time, one figure at a time, conditions read in plain Python. Shares no SQL."""

import csv
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import expressions as exp

from wholeplace.measures import Kind, Measure
from wholeplace.place import Place

Row = Mapping[str, object]
LISTS = Path(__file__).parents[2] / "src/wholeplace/measures/codes"
_COMPARE: dict[type, Callable] = {
    exp.EQ: operator.eq, exp.NEQ: operator.ne, exp.LT: operator.lt, exp.LTE: operator.le, exp.GT: operator.gt, exp.GTE: operator.ge,
    exp.Add: operator.add, exp.Sub: operator.sub, exp.Mul: operator.mul,
}  # fmt: skip


@cache
def _tree(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, dialect="duckdb")


def holds(text: str, row: Row) -> bool:
    """True where the condition is true of the row; not known is not true."""
    return value(_tree(text), row) is True


@cache
def codes_of(name: str) -> tuple[str, ...]:
    """The codes of one list of the library, straight from its file."""
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["code"] for row in csv.DictReader(file))


def value(node: exp.Expr, row: Row) -> object:  # noqa: C901, PLR0911 - one line for each word of the subset
    """What an expression gives for a row. None is SQL's null, with its three-valued logic."""
    if isinstance(node, exp.Column):
        return row[node.name]
    if isinstance(node, exp.Literal):
        return node.name if node.is_string else float(node.name)
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if isinstance(node, exp.Paren):
        return value(node.this, row)
    if isinstance(node, exp.Not):
        inner = value(node.this, row)
        return None if inner is None else not inner
    if isinstance(node, exp.And):
        sides = [value(node.left, row), value(node.right, row)]
        return False if False in sides else None if None in sides else True
    if isinstance(node, exp.Or):
        sides = [value(node.left, row), value(node.right, row)]
        return True if True in sides else None if None in sides else False
    if isinstance(node, exp.Is):
        return value(node.this, row) is None
    if isinstance(node, exp.Between):
        given, low, high = (value(node.args[part], row) for part in ("this", "low", "high"))
        return None if given is None else low <= given <= high
    if isinstance(node, exp.In) and node.args.get("field"):
        given, lists = value(node.this, row), [each.name for each in node.args["field"].expressions]
        return None if given is None else any(str(given).startswith(code) for name in lists for code in codes_of(name))
    if isinstance(node, exp.In):
        given = value(node.this, row)
        return None if given is None else given in [value(each, row) for each in node.expressions]
    if isinstance(node, exp.Anonymous):  # any_of(column, codes(...))
        column, lists = node.expressions
        coded = str(value(column, row) or "").split(";")
        return any(each.startswith(code) for each in coded for name in lists.expressions for code in codes_of(name.name))
    left, right = value(node.left, row), value(node.right, row)
    return None if left is None or right is None else _COMPARE[type(node)](left, right)


def months_between(starts: date, ends: date) -> list[date]:
    months = [starts]
    while months[-1] < ends:
        last = months[-1]
        months.append(date(last.year + last.month // 12, last.month % 12 + 1, 1))
    return months[:-1]


def area_of(row: Row, level: str, place: Place) -> str:
    """Where a row stands at a level, with today's map held as rows."""
    home = next((area for area in place.small_areas.iter_rows(named=True) if area["small_area"] == row["small_area"]), None)
    if level == place.settings.levels[0]:
        return "S"
    if home:
        return home[level]
    return row["place"] if level == "place" and row["place"] in ("P1", "P2") else "unknown"


def group_of(row: Row, split: str, place: Place) -> str:
    if split == "all":
        return "all"
    if split == "deprivation":
        fifths = {area["small_area"]: str(area["deprivation_fifth"]) for area in place.small_areas.iter_rows(named=True)}
        return fifths.get(row["small_area"], "Not recorded")
    if split == "age":
        band = row["age_band"]
        ends = ((20, "0 to 19"), (65, "20 to 64"), (80, "65 to 79"), (999, "80 and over"))
        return "Not recorded" if band is None else next(name for end, name in ends if band < end)
    return "Not recorded" if row[split] is None else str(row[split])


def looks_back(measure: Measure, figure: Row) -> Row:
    """The figure with the first day that it truly covers."""
    starts = figure["ends"].replace(year=figure["ends"].year - 1) if measure.rolling else figure["starts"]
    return dict(figure) | {"starts": min(starts, figure["starts"])}


def in_writers_words(measure: Measure) -> Measure:
    """The measure with its conditions as they were written: code lists by name. A denominator keeps its SQL."""
    return replace(measure, **{key: text for key, text in measure.as_written if not key.startswith("denominator.")})


class SlowRoad:
    """The rows of one table, each told where it stands, and the people of the place month by month."""

    def __init__(self, rows: list[Row], months: list[Row], place: Place) -> None:
        self.levels = (*place.settings.levels, *place.settings.footprints)
        self.rows = [(row, {level: area_of(row, level, place) for level in self.levels}) for row in rows]
        self.groups = [cache(lambda split, row=row: group_of(row, split, place)) for row in rows]
        self.people: dict[tuple, float] = {}
        for row in months:
            for level in self.levels:
                for split in ("all", "deprivation", "age", "sex", "ethnic_group"):
                    key = (level, area_of(row, level, place), split, group_of(row, split, place), row["month"], row["age_band"])
                    self.people[key] = self.people.get(key, 0) + row["people"]

    def counted(self, measure: Measure, figure: Row) -> Iterator[Row]:
        """Rows that count in one figure of a measure."""
        months = months_between(figure["starts"], figure["ends"])
        if measure.table == "register_months":
            months = months[-1:]
        for (row, areas), group in zip(self.rows, self.groups, strict=True):
            day = row[measure.on]
            if day is None or day.replace(day=1) not in months or areas[figure["level"]] != figure["area"]:
                continue
            if group(figure["split"]) == figure["group"] and holds(measure.counts, row):
                yield row

    def numerator_and_denominator(self, measure: Measure, figure: Row) -> tuple[float, float | None]:
        """The two numbers behind one figure. Rates have no denominator here: `person_years` gives it."""
        mine = list(self.counted(measure, figure))

        def amount(chosen: list[Row]) -> float:
            """An amount that is not known adds nothing; its row still counts."""
            return sum(value(_tree(measure.amount), row) or 0 for row in chosen) if measure.amount else len(chosen)

        if measure.kind is Kind.PROPORTION:
            return amount([row for row in mine if holds(measure.of_which, row)]), amount(mine)
        return amount(mine), len(mine) if measure.kind is Kind.MEAN else None

    def people_behind(self, measure: Measure, figure: Row) -> int:
        """Different people in the numerator; a row without a key counts as one."""
        mine = [row for row in self.counted(measure, figure) if measure.of_which is None or holds(measure.of_which, row)]
        keys = [row["person_key"] for row in mine]
        return len({key for key in keys if key is not None}) + keys.count(None)

    def person_years(self, measure: Measure, figure: Row) -> float:
        """People x time of the measure's population in the figure's area and group. Bands in tests lie on one side of 18."""
        own_split = figure["split"] in measure.splits
        where = (figure["level"], figure["area"], "all" if own_split else figure["split"], "all" if own_split else figure["group"])
        months = months_between(figure["starts"], figure["ends"])
        bands = [band for band in (0, 15, 40, 70, 85) if holds(measure.population, {"age_band": band, "under_18": band < 15})]
        return sum(self.people.get((*where, month, band), 0) for month in months for band in bands) / 12
