"""How a pound of spend is divided, and how much of it can be followed to the people who used it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.agreement.funds import split
from wholeplace.picture.heads import ALL_SPENT, ALL_USED, heads
from wholeplace.publish import wording
from wholeplace.publish.charts.bars import Part
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.pages.tables import TableRow, TableView, best_words
from wholeplace.publish.shown import Shown
from wholeplace.terms import Money, months_later

_PENCE_OF_A_POUND = Money(100)


@dataclass(frozen=True, kw_only=True, slots=True)
class PoundView:
    """The pound in parts: one bar a part, in whole pence that come to a pound. `followed`: the pence of it behind which stands
    somebody's use; None where that is not known."""

    parts: Sequence[Part]
    total: Part
    says: str
    spent: str
    per_head: str
    followed: int | None


def year_of(edition: Edition) -> tuple[date, date]:
    """The 12 months to the end of the period: all money on the page is of these."""
    return months_later(edition.period.ends, -12), edition.period.ends


def seen(edition: Edition, measure: str, area: str, group: str = "all", split: str = "all") -> Shown | None:
    """The year's figure where it can be seen, and None else."""
    if measure not in edition.measures:
        return None
    found = edition.published.at(measure, area, year_of(edition), split=split, group=group)
    return found if found is not None and found.can_be_seen else None


def pound_view(edition: Edition) -> PoundView | None:
    """None where nobody sent what was spent in this year, or a part of it may not be shown."""
    system = edition.picture.system.code
    named = {measure: called for head in heads() for measure, called in head.spent.items()}
    figures = {measure: seen(edition, measure, system) for measure in named}
    pence = {named[measure]: round(shown.numerator) for measure, shown in figures.items() if shown and shown.numerator}
    whole = seen(edition, ALL_SPENT, system)
    if not pence or min(pence.values()) < 0 or whole is None or not whole.numerator:
        return None
    of_a_pound = split(_PENCE_OF_A_POUND, pence)
    parts = [Part(called, float(of_a_pound[called].pence), f"{of_a_pound[called].pence}p") for called in pence]
    used = seen(edition, ALL_USED, system)
    return PoundView(
        parts=parts, total=Part("A pound", 100.0, "100p"), spent=wording.money(whole.numerator / 100),
        per_head=wording.money(whole.value or 0.0),
        says="What a pound is spent on: " + ", ".join(f"{part.label} {part.words}" for part in parts) + ".",
        followed=round(100 * used.numerator / whole.numerator) if used and used.numerator else None,
    )  # fmt: skip


def places_table(edition: Edition) -> TableView | None:
    """What is spent for each person on each head, by place, beside the head's outcome there. None where there is nothing of places."""
    levels = edition.place.settings.levels
    places = [area for area in edition.picture.areas if len(levels) > 1 and area.level == levels[1]]
    rows = []
    for area in (*places, edition.picture.system):
        cells: list[str] = []
        for head in heads():
            figures = [seen(edition, measure, area.code) for measure in head.spent]
            told = [shown.value for shown in figures if shown is not None and shown.value is not None]
            cells += [
                wording.money(sum(told)) if len(told) == len(figures) else "cannot say",
                outcome_words(edition, head.outcome, area.code),
            ]
        rows.append(TableRow(name=area.name, link=f"areas/{area.code}.html", cells=cells))
    if not any(cell.startswith("£") for row in rows for cell in row.cells):
        return None
    names = [part for head in heads() for part in (f"{head.title}, £ a person", outcome_name(edition, head.outcome))]
    return TableView(caption="What partners spend for each person, beside what came of it", heads=("Place", *names), rows=rows)


def outcome_name(edition: Edition, measure: str) -> str:
    """What a column of an outcome is called."""
    return edition.measures[measure].short if measure in edition.measures else "Outcome"  # type: ignore[index]


def outcome_words(edition: Edition, measure: str, area: str) -> str:
    """An outcome of the year with its interval, or why there is none."""
    if measure not in edition.measures:
        return "no data"
    known = edition.measures[measure]  # type: ignore[index]
    shown = edition.published.at(measure, area, year_of(edition))
    words = best_words(shown, known, edition)
    if shown is None or not shown.can_be_seen:
        return words
    limits = wording.limits_in_words(shown.best[1], shown.best[2], known)
    return f"{words} ({limits})" if limits else words
