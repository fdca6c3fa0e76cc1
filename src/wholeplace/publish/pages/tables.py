"""Tables of figures: areas, groups, months. A row is never ranked by its value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wholeplace.measures.shapes import Measure
from wholeplace.picture.shapes import AreaPicture, Direction, Gap, Member
from wholeplace.publish import wording
from wholeplace.publish.charts.dots import DotRow
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.pages.gaps import group_words, groups_with_people
from wholeplace.publish.pages.members import short_span
from wholeplace.publish.shown import Shown

MARKS = {Direction.WORSE: "worse", Direction.BETTER: "better", Direction.CHANGED: "changed"}


@dataclass(frozen=True, kw_only=True, slots=True)
class TableRow:
    """One row: its name, where it leads (from the release's first folder), its cells in words."""

    name: str
    link: str
    cells: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class TableView:
    """One table of a page, under its caption."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[TableRow]

    @property
    def without_empty_columns(self) -> "TableView":
        """The same table less the columns that say nothing in any row, such as intervals that nobody published."""
        full = [n for n in range(len(self.heads) - 1) if not self.rows or any(row.cells[n] for row in self.rows)]
        rows = [replace(row, cells=[row.cells[n] for n in full]) for row in self.rows]
        return TableView(caption=self.caption, heads=[self.heads[0], *(self.heads[n + 1] for n in full)], rows=rows)


def best_words(shown: Shown | None, measure: Measure, edition: Edition) -> str:
    """The value to compare by (standardised where there is one), or why there is none."""
    if shown is not None and shown.can_be_seen and shown.best[0] is not None:
        return wording.short(shown.best[0], measure)
    return wording.value_in_words(shown, measure, edition.rule)


def best_limits(shown: Shown | None, measure: Measure) -> str:
    return wording.limits_in_words(shown.best[1], shown.best[2], measure) if shown is not None and shown.can_be_seen else ""


def people_words(shown: Shown | None, edition: Edition) -> str:
    """People behind a figure; where people are not counted, its events."""
    if shown is not None and shown.people is not None:
        return wording.count(shown.people)
    return wording.count_in_words(shown, edition.rule)


def value_head(measure: Measure, figures: Sequence[Shown | None]) -> str:
    """The head of a column of values: the unit, and whether it is standardised."""
    unit = wording.unit(measure) or "per cent"
    standardised = any(shown is not None and shown.best[0] != shown.value for shown in figures)
    return f"Standardised {unit}" if standardised else f"{unit[0].upper()}{unit[1:]}"


def now_of(measure: Measure, area: str, edition: Edition) -> tuple[Shown | None, Member | None]:
    """An area's figure that its reading speaks of; for areas that no reading speaks of, the one of the same time."""
    member = edition.members.get((measure.name, area))
    if member is not None:
        return edition.shown(member.change.now or member.figure), member
    lead = edition.members.get((measure.name, edition.picture.system.code))
    figure = (lead.change.now or lead.figure) if lead else None
    span = (figure.starts, figure.ends) if figure else (edition.period.starts, edition.period.ends)
    return edition.published.at(measure.name, area, span), None


def area_table(caption: str, areas: Sequence[AreaPicture], measure: Measure, edition: Edition) -> TableView:
    """Areas in the order given, each with value, interval, people and what changed. Areas without figures are counted only."""
    every = [(area, *now_of(measure, area.code, edition)) for area in areas]
    found = [row for row in every if row[1] is not None] or every[:1]
    without = len(every) - len(found)
    caption += f". {without} area{'' if without == 1 else 's'} without figures" if without else ""
    first = areas[0].level.capitalize() if len({area.level for area in areas}) == 1 else "Area"
    heads = (
        first,
        value_head(measure, [shown for _, shown, _ in found]),
        "95% interval",
        "People" if measure.people_counted else "Count",
        "A year before",
        "Change",
    )
    return TableView(caption=caption, heads=heads, rows=[_area_row(area, shown, member, measure, edition) for area, shown, member in found])


def _area_row(area: AreaPicture, shown: Shown | None, member: Member | None, measure: Measure, edition: Edition) -> TableRow:
    before = edition.shown(member.change.before) if member else None
    cells = (
        best_words(shown, measure, edition), best_limits(shown, measure), people_words(shown, edition),
        best_words(before, measure, edition), change_words(member, shown),
    )  # fmt: skip
    return TableRow(name=area.name, link=f"areas/{area.code}.html", cells=cells)


def change_words(member: Member | None, shown: Shown | None) -> str:
    if member is None or shown is None or not shown.can_be_seen:
        return "cannot say"
    return MARKS.get(member.change.direction, "no clear change" if member.change.direction is Direction.NONE else "cannot say")


def area_dots(areas: Sequence[AreaPicture], measure: Measure, edition: Edition) -> list[DotRow]:
    """The same areas as dots with intervals."""
    rows = []
    for area in areas:
        shown, member = now_of(measure, area.code, edition)
        value, lower, upper = shown.best if shown is not None and shown.can_be_seen else (None, None, None)
        mark = MARKS.get(member.change.direction) if member and value is not None else None
        rows.append(DotRow(label=area.name, value=value, lower=lower, upper=upper, words=best_words(shown, measure, edition), mark=mark))
    return rows


def group_table(measure: Measure, gap: Gap, caption: str, edition: Edition) -> TableView:
    """The groups of one split over 12 months. People who are not recorded are shown as not recorded."""
    pairs = groups_with_people(gap, edition)
    rows = [
        TableRow(
            name=group_words(figure, gap.split, edition), link="",
            cells=(best_words(shown, measure, edition), best_limits(shown, measure), wording.count_in_words(shown, edition.rule)),
        )
        for figure, shown in pairs
    ]  # fmt: skip
    return TableView(
        caption=caption, heads=("Group", value_head(measure, [shown for _, shown in pairs]), "95% interval", "Count"), rows=rows
    )


def series_table(member: Member, caption: str, edition: Edition) -> TableView:
    """Every point of a series, the newest first."""
    rows = []
    for point in reversed(member.series.points):
        shown = edition.shown(point.figure)
        seen = shown is not None and shown.can_be_seen
        cells = (
            wording.value_in_words(shown, member.measure, edition.rule),
            wording.limits_in_words(shown.lower, shown.upper, member.measure) if shown is not None and seen else "",
            wording.count_in_words(shown, edition.rule), (point.mark or "") if seen else "",
        )  # fmt: skip
        rows.append(TableRow(name=short_span(point.figure.starts, point.figure.ends), link="", cells=cells))
    unit = wording.unit(member.measure) or "per cent"
    return TableView(caption=caption, heads=("When", f"{unit[0].upper()}{unit[1:]}", "95% interval", "Count", "Mark"), rows=rows)
