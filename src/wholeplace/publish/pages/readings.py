"""A page for each reading of the system, and the list of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wholeplace.picture.shapes import AreaPicture, Gap, Member, Reading
from wholeplace.publish.pages.cards import CardView, card, told_member
from wholeplace.publish.pages.drivers import driver_views
from wholeplace.publish.pages.edition import VERSION_MARK, Edition
from wholeplace.publish.pages.gaps import gap_view, groups_with_people
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.pages.maps import area_map, in_order
from wholeplace.publish.pages.members import member_views
from wholeplace.publish.pages.tables import TableRow, TableView, area_dots, area_table, group_table, value_head


def reading_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """(path in the release, page)."""
    cards = [card(reading, edition) for reading in edition.ordered_readings]
    yield (
        "readings/index.html",
        render(
            "readings.html",
            edition=edition,
            root="../",
            here="readings/index.html",
            version=VERSION_MARK,
            cards=cards,
            elsewhere=[elsewhere_view(name, edition) for name in edition.elsewhere],
        ),
    )
    for reading, view in zip(edition.ordered_readings, cards, strict=True):
        yield f"readings/{reading.name}.html", _page(reading, view, edition)
    for name in edition.elsewhere:
        view = elsewhere_view(name, edition)
        yield (
            f"readings/{name}.html",
            render("reading_elsewhere.html", edition=edition, root="../", here="", version=VERSION_MARK, view=view),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ElsewhereView:
    """One reading that only areas inside the place have figures for."""

    name: str
    title: str
    question: str
    cards: Sequence[tuple[AreaPicture, CardView]]
    table: TableView


def elsewhere_view(name: str, edition: Edition) -> ElsewhereView:
    """The reading area by area: a card for each, and all of them in one table."""
    places = edition.elsewhere[name]
    first = places[0][1]
    rows = []
    for area, reading in places:
        chased = member_views(reading.members[:1], edition)[0]
        verdict = f"{reading.verdict[0].upper()}{reading.verdict[1:]}"
        cells = (chased.now_words, chased.limits_words, chased.before_words, verdict)
        rows.append(TableRow(name=area.name, link=f"areas/{area.code}.html", cells=cells))
    head = value_head(first.members[0].measure, [])
    heads = ("Area", head, "95% interval", "A year before", "Verdict")
    return ElsewhereView(
        name=name, title=first.title, question=first.question, cards=[(area, card(reading, edition)) for area, reading in places],
        table=TableView(caption=f"{first.members[0].measure.short}, area by area", heads=heads, rows=rows),
    )  # fmt: skip


def _page(reading: Reading, view: CardView, edition: Edition) -> str:
    told = told_member(reading)
    areas, order_words = in_order(edition.smallest_areas, edition) if edition.smallest_areas else ([], "")
    compared = [_compared(member, areas, edition) for member in reading.members] if len(areas) > 1 else []
    return render(
        "reading.html", edition=edition, root="../", here="", version=VERSION_MARK, card=view, told=told,
        drivers=driver_views(reading, edition),
        gaps=[_gap(told, gap, edition) for gap in groups_of(told, edition)],
        other_gaps=[(m.measure, [_gap(m, g, edition) for g in groups_of(m, edition)]) for m in reading.members if m is not told and m.gaps],
        map=area_map(told.measure, reading, edition, root="../"), compared=compared, order_words=order_words,
        wide=[a for a in edition.picture.areas if a.level != edition.place.settings.levels[-1]],
        wide_tables=[_wide_table(member, edition) for member in reading.members],
    )  # fmt: skip


def groups_of(member: Member, edition: Edition) -> list[Gap]:
    """Gaps between groups of people. Areas inside are compared further down the page."""
    areas = (*edition.place.settings.levels, *edition.place.settings.footprints)
    return [gap for gap in member.gaps if gap.split not in areas and groups_with_people(gap, edition)]


def _gap(member: Member, gap: Gap, edition: Edition) -> dict[str, object]:
    view = gap_view(member.measure, gap, edition)
    return {"view": view, "table": group_table(member.measure, gap, f"{view.title}, 12 months", edition)}


def _compared(member: Member, areas: list, edition: Edition) -> dict[str, object]:
    measure = member.measure
    level = edition.place.settings.levels[-1]
    title = f"{measure.short}, by {level}"
    rows = area_dots(areas, measure, edition)
    return {
        "title": title, "rows": rows, "says": f"{title}: " + ", ".join(f"{r.label} {r.words}" for r in rows) + ".",
        "table": area_table(f"{title}, {edition.period.in_words}", areas, measure, edition),
    }  # fmt: skip


def _wide_table(member: Member, edition: Edition) -> object:
    wide = [area for area in edition.picture.areas if area.level != edition.place.settings.levels[-1]]
    return area_table(f"{member.measure.short}, {edition.period.in_words}", wide, member.measure, edition)
