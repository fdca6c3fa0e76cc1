"""A fund's books as they were received, and the last month that was spent."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wholeplace.agreement.funds.during import Entry
from wholeplace.agreement.funds.shapes import Fund
from wholeplace.feeds import figures_of, received
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Money

TABLE = "fund_books"


def books_of(place: Place, fund: Fund) -> tuple[Entry, ...]:
    """Every figure of a fund that was received, in order of month and line. None where nothing was received."""
    try:
        held = received(place)
    except DataProblem:
        return ()
    found = [_entry(row) for row in figures_of(held, TABLE) if row["fund"] == fund.name]
    return tuple(sorted(found, key=lambda one: (one.month, one.line, one.forecast, one.receipt)))


def last_month(entries: tuple[Entry, ...]) -> date | None:
    """The last month with something spent: as of it the fund's position is told."""
    return max((one.month for one in entries if not one.forecast), default=None)


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(
        line=str(row["line"]), month=row["month"], amount=Money(row["pence"]), receipt=f"{row['feed']}, {row['reference']}",
        forecast=row["kind"] == "forecast", units=row["units"],
    )  # fmt: skip
