"""A page for each partner that figures speak of: one figure for the partner beside one for the whole system, dated."""

from collections.abc import Iterator

from wholeplace.place.shapes import Organisation
from wholeplace.publish import wording
from wholeplace.publish.pages.edition import VERSION_MARK, Edition
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.pages.tables import TableRow, TableView, now_of
from wholeplace.publish.shown import Shown

_SPLITS = ("provider", "organisation")
_KIND_WORDS = {"nhs trust": "NHS trust", "icb": "NHS integrated care board", "gp surgery": "GP surgery"}


def partner_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """(path in the release, page). None where no figure is split by organisation."""
    named = [(org, table) for org in _partners(edition) if (table := _table(org, edition)).rows]
    if named:
        yield (
            "partners/index.html",
            render(
                "partners.html",
                edition=edition,
                root="../",
                here="partners/index.html",
                version=VERSION_MARK,
                partners=[org for org, _ in named],
            ),
        )
    for org, table in named:
        yield f"partners/{org.code}.html", render(
            "partner.html", edition=edition, root="../", here="", version=VERSION_MARK, partner=org, table=table,
            kind=_KIND_WORDS.get(org.kind, org.kind.capitalize()), successor=edition.name_of(org.successor) if org.successor else "",
        )  # fmt: skip


def _partners(edition: Edition) -> list[Organisation]:
    """One entry for each body that stood on the last day of the period or ended before it; by name."""
    by_code = {org.code: org for org in sorted(edition.place.organisations, key=lambda o: o.valid_from)}
    return sorted(by_code.values(), key=lambda o: (o.name, o.code))


def _table(org: Organisation, edition: Edition) -> TableView:
    rows = [row for measure in edition.measures if (row := _row(org, measure, edition))]
    heads = ("Measure", "When", org.name, "Count", "The same months a year before", edition.picture.system.name)
    return TableView(caption=f"{org.name} beside {edition.picture.system.name}", heads=heads, rows=rows)


def _row(org: Organisation, name: str, edition: Edition) -> TableRow | None:
    measure = edition.measures[name]  # type: ignore[index]
    now, before = (_figure(org, name, (p.starts, p.ends), edition) for p in (edition.period, edition.period.earlier(12)))
    now = now or edition.published.newest(name, org.code)
    if now is None:
        return None
    whole, _ = now_of(measure, edition.picture.system.code, edition)
    cells = (
        wording.span_in_words(now.starts, now.ends),
        wording.value_in_words(now, measure, edition.rule),
        wording.count_in_words(now, edition.rule),
        wording.value_in_words(before, measure, edition.rule),
        wording.value_in_words(whole, measure, edition.rule),
    )
    return TableRow(name=f"{measure.short} ({measure.unit})", link=f"measures/{name}.html", cells=cells)


def _figure(org: Organisation, measure: str, span: tuple, edition: Edition) -> Shown | None:
    """The organisation's part of the whole place's figure."""
    system = edition.picture.system.code
    found = (edition.published.at(measure, system, span, split=split, group=org.code) for split in _SPLITS)
    return next((shown for shown in found if shown is not None), None)
