"""The books of Aldermoor's pooled fund: six months spent and six forecast, with one line that runs over and one that runs under."""

import tomllib
from importlib.resources import files
from pathlib import Path

import polars as pl

from wholeplace.demo.files import write
from wholeplace.demo.ledger import Ledger
from wholeplace.terms import Money

FEED = "fund_books"
_MONTHS = [f"{2025 + (3 + n) // 12}-{(3 + n) % 12 + 1:02}" for n in range(12)]
_SPENT = 6
_COURSE = {
    "step-down": (112, 109),
    "reablement": (103, 102),
    "community-nursing": (97, 98),
    "equipment": (106, 105),
    "carers-breaks": (80, 95),
}
"""What each line takes of its budget, per cent: in the months that are spent, and in those that are forecast."""
_PRICE = {"step-down": 1_150_00, "reablement": 640_00}
"""Pence for a week of a place, and for one person's reablement, as planned."""


def write_books(folder: Path, ledger: Ledger) -> None:
    """The feed's only file. The same for a place of any size: the fund's figures are written down, not drawn."""
    (fund,) = tomllib.loads((files("wholeplace.demo") / "agreement_files" / "funds.toml").read_text(encoding="utf-8"))["fund"]
    rows = [row for line in fund["lines"] for row in _of_line(fund["name"], line)]
    frame = pl.DataFrame(rows, orient="row", schema=["FUND", "LINE", "MONTH", "KIND", "AMOUNT", "UNITS", "REFERENCE"], strict=False)
    ledger.wrote(FEED, len(frame))
    write(frame, folder / FEED / "better_care_2025.csv")


def _of_line(fund: str, line: dict) -> list[tuple]:
    budget = Money.pounds(line["amount"]).pence // 12
    rows = []
    for number, month in enumerate(_MONTHS):
        spent = number < _SPENT
        per_cent = _COURSE[line["name"]][0 if spent else 1] + (number % 3 - 1)
        pence = budget * per_cent // 100
        units = pence * 100 // (_PRICE[line["name"]] * 102) if spent and line["name"] in _PRICE else None
        kind, batch = ("spent", f"ledger {month}") if spent else ("forecast", "forecast of October 2025")
        rows.append((fund, line["name"], month, kind, f"{pence // 100}.{pence % 100:02}", units, batch))
    return rows
