"""What people's use costs beside what came of it: by neighbourhood, as points, and by fifth of deprivation, back to back."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.measures.shapes import Better, Measure
from wholeplace.picture.heads import Head, heads
from wholeplace.picture.shapes import AreaPicture
from wholeplace.publish import wording
from wholeplace.publish.charts import Axes, Pair, Placed
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.pages.gaps import GROUP_WORDS
from wholeplace.publish.pages.maps import in_order
from wholeplace.publish.pages.tables import TableRow, TableView, best_limits, best_words, people_words
from wholeplace.publish.pages.value.spent import seen, year_of
from wholeplace.terms.group import DEPRIVATION_FIFTHS

_MOST_NAMED = 5
_FEWEST_DRAWN = 3
"""Of fewer areas a drawing tells nothing that the table does not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadView:
    """One head beside its outcome. `points` empty: it cannot be drawn; `pairs` empty: there is nothing by deprivation."""

    title: str
    cost: Measure
    outcome: Measure
    points: Sequence[Placed]
    axes: Axes | None
    says: str
    found: Sequence[str]
    table: TableView
    pairs: Sequence[Pair]
    pairs_say: str


def head_views(edition: Edition) -> list[HeadView]:
    """Every head whose use was followed to people in this year."""
    known = [head for head in heads() if head.used in edition.measures and head.outcome in edition.measures]
    return [_view(head, edition) for head in known if seen(edition, head.used, edition.picture.system.code)]


def _view(head: Head, edition: Edition) -> HeadView:
    cost, outcome = edition.measures[head.used], edition.measures[head.outcome]
    areas, _ = in_order(edition.smallest_areas, edition)
    axes = _axes(head, edition)
    points = _points(head, areas, axes, edition) if axes else []
    points = points if len(points) >= _FEWEST_DRAWN else []
    pairs = _pairs(head, edition)
    level = edition.place.settings.levels[-1]
    return HeadView(
        title=head.title, cost=cost, outcome=outcome, points=[point for point, _ in points], axes=axes,
        says=f"{head.title}: what people’s use costs and {outcome.short}, one point a {level}. The table tells each.",
        found=_found(points, axes, level) if axes and points else (), table=_table(head, areas, edition), pairs=pairs,
        pairs_say=f"{head.title} by deprivation: " + "; ".join(f"{one.label}: {one.left_words}, {one.value_words}" for one in pairs) + ".",
    )  # fmt: skip


def _axes(head: Head, edition: Edition) -> Axes | None:
    outcome, system = edition.measures[head.outcome], edition.picture.system.code
    whole, came = seen(edition, head.used, system), seen(edition, head.outcome, system)
    if whole is None or whole.value is None or came is None or came.best[0] is None:
        return None
    upwards = "more" if outcome.better is Better.NEITHER else "worse" if outcome.better is Better.LOWER else "better"
    return Axes(across=whole.value, value=came.best[0], costs="pounds a person a year, more to the right", outcome=f"{upwards} upwards")


def _points(head: Head, areas: Sequence[AreaPicture], axes: Axes, edition: Edition) -> list[tuple[Placed, str]]:
    better = edition.measures[head.outcome].better
    found = []
    for number, area in enumerate(areas, start=1):
        cost, came = seen(edition, head.used, area.code), seen(edition, head.outcome, area.code)
        if cost is None or cost.value is None or came is None or came.best[0] is None:
            continue
        value, lower, upper = came.best
        mark = apart(lower, upper, axes.value, better)
        found.append((Placed(number=number, across=cost.value, value=value or 0.0, lower=lower, upper=upper, mark=mark), area.name))
    return found


def apart(lower: float | None, upper: float | None, whole: float, better: Better) -> str | None:
    """Whether an outcome stands apart from the whole's beyond chance ("better", "worse"): its 95% interval does not hold it."""
    if lower is None or upper is None or lower <= whole <= upper or better is Better.NEITHER:
        return None
    return "better" if (upper < whole) == (better is Better.LOWER) else "worse"


def _found(points: Sequence[tuple[Placed, str]], axes: Axes, level: str) -> list[str]:
    said = []
    for mark, dearer in (("worse", True), ("worse", False), ("better", True), ("better", False)):
        names = [name for point, name in points if point.mark == mark and (point.across > axes.across) is dearer]
        if names:
            more = len(names) - _MOST_NAMED
            listed = wording.listed([*names[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
            amount = "More" if dearer else "Less"
            said.append(f"{amount} is spent on each person in {listed} than in the whole. The outcome is {mark} there, beyond chance.")
    return said or [f"No {level} has an outcome that differs from the whole’s beyond chance."]


def _table(head: Head, areas: Sequence[AreaPicture], edition: Edition) -> TableView:
    cost, outcome = edition.measures[head.used], edition.measures[head.outcome]
    span, rows = year_of(edition), []
    for number, area in enumerate(areas, start=1):
        used, came = (edition.published.at(name, area.code, span) for name in (head.used, head.outcome))
        cells = (
            best_words(used, cost, edition), people_words(used, edition), best_words(came, outcome, edition), best_limits(came, outcome),
        )  # fmt: skip
        rows.append(TableRow(name=f"{number}. {area.name}", link=f"areas/{area.code}.html", cells=cells))
    names = ("Number and area", "Cost a person", "People who used it", outcome.short, "95% interval")
    return TableView(caption=f"{head.title}, from the most to the least deprived", heads=names, rows=rows)


def _pairs(head: Head, edition: Edition) -> list[Pair]:
    cost, outcome = edition.measures[head.used], edition.measures[head.outcome]
    system, pairs = edition.picture.system.code, []
    for fifth in map(str, DEPRIVATION_FIFTHS):
        used, came = (
            edition.published.at(name, system, year_of(edition), split="deprivation", group=fifth) for name in (head.used, head.outcome)
        )
        if used is None and came is None:
            continue
        visible = came.best if came is not None and came.can_be_seen else (None, None, None)
        pairs.append(
            Pair(
                label=GROUP_WORDS["deprivation"][fifth], left=used.value if used is not None and used.can_be_seen else None,
                left_words=best_words(used, cost, edition), value=visible[0], lower=visible[1], upper=visible[2],
                value_words=best_words(came, outcome, edition),
            )
        )  # fmt: skip
    return pairs if any(pair.left is not None for pair in pairs) else []
