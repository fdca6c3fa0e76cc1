"""Whether a figure can be read yet: what the feeds cover, and how long a measure must wait after its days are over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from wholeplace.measures.shapes import Measure, Status
from wholeplace.measures.vocabulary import SNAPSHOT_TABLES, tables_behind
from wholeplace.measures.windows import Window
from wholeplace.terms import Period, month_of, months_later
from wholeplace.warehouse import columns_named


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """The days that one table speaks of: `first` <= day < `until`, without the months in `gaps`."""

    first: date
    until: date
    gaps: frozenset[date] = field(default_factory=frozenset)


def rests_on(measure: Measure) -> tuple[str, ...]:
    """The tables whose coverage a measure rests on: its own first, those of its denominator last."""
    own = _rests_on(measure.table, (measure.counts, measure.of_which, measure.amount))
    below = measure.denominator
    return tuple(dict.fromkeys((*own, *(_rests_on(below.table, (below.counts, below.amount)) if below else ()))))


def _rests_on(table: str, texts: Sequence[str | None]) -> tuple[str, ...]:
    named = (columns_named(text) for text in texts if text)
    return tables_behind(table, frozenset[str]().union(*named))


def status_of(measure: Measure, window: Window, coverage: Mapping[str, Coverage]) -> Status:
    """COMPLETE, NOT_YET_COMPLETE or NO_DATA for one window, from coverage alone."""
    covered = [coverage.get(table) for table in rests_on(measure)]
    if any(each is None for each in covered):
        return Status.NO_DATA
    known = [each for each in covered if each is not None]
    ready = window.span.ends + timedelta(days=measure.complete_after_days)
    starts = window.span.last_month if measure.table in SNAPSHOT_TABLES else window.covers.starts
    if any(starts < month_of(each.first) or starts >= each.until for each in known):
        return Status.NO_DATA
    if any(ready > each.until for each in known):
        return Status.NOT_YET_COMPLETE
    if any(not each.gaps.isdisjoint(window.covers.months()) for each in known):
        return Status.NO_DATA
    return Status.COMPLETE


def first_month(measures: Sequence[Measure], coverage: Mapping[str, Coverage]) -> date | None:
    """The first month for which a table's measures can say anything; None when nothing was received for it."""
    firsts = [coverage[table].first for measure in measures for table in rests_on(measure)[:1] if table in coverage]
    return month_of(min(firsts)) if firsts else None


def default_period(measures: Sequence[Measure], coverage: Mapping[str, Coverage]) -> Period | None:
    """The latest whole calendar quarter for which most of the measures that have data are complete; None without data."""
    alive = [measure for measure in measures if all(table in coverage for table in rests_on(measure))]
    if not alive:
        return None
    first = min(coverage[table].first for measure in alive for table in rests_on(measure))
    last = max(coverage[table].until for measure in alive for table in rests_on(measure))
    starts = months_later(month_of(last), -((last.month - 1) % 3))
    while starts >= months_later(month_of(first), -3):
        window = Window(grain="period", span=Period(starts=starts, ends=months_later(starts, 3)))
        complete = sum(status_of(measure, window, coverage) is Status.COMPLETE for measure in alive)
        if 2 * complete > len(alive):
            return window.span
        starts = months_later(starts, -3)
    return None
