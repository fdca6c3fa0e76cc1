"""The books of the example's fund, as if they had been received."""

from datetime import date

from wholeplace.agreement.funds import Entry
from wholeplace.terms import Money

FUND = "home-fund"
MONTHS = [date(2026, month, 1) for month in range(4, 13)] + [date(2027, month, 1) for month in range(1, 4)]


def spent(line: str, month: date, pence: int, units: int | None = None) -> Entry:
    return Entry(line=line, month=month, amount=Money(pence), receipt=f"fund_books, ledger {month:%Y-%m}", units=units)


def books() -> tuple[Entry, ...]:
    """Six months: care 17 pence and £4,000 a month over its budget, equipment a penny a month under. Nothing is forecast."""
    care = [spent("care", month, 5_833_333 + 400_017) for month in MONTHS[:6]]
    equipment = [spent("equipment", month, 2_500_000 - 1) for month in MONTHS[:6]]
    return tuple(care + equipment)
