"""What a place says about its winter plan: which days are winter, and what the rows and columns of its table are called."""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from wholeplace.flow.sheet import Sheet, read_toml
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.flow.winter import MonthOfService
    from wholeplace.place import Place

SUBJECT = "assumptions/winter.toml cannot be used"


@dataclass(frozen=True, kw_only=True, slots=True)
class WinterSettings:
    """`begins` and `ends` are month and day, the second not included. `columns` and `services` give the table's words, by our own.

    `source`: whose form the table has.
    """

    begins: tuple[int, int]
    ends: tuple[int, int]
    columns: Mapping[str, str]
    services: Mapping[str, str]
    source: str

    def winter_after(self, today: date) -> tuple[date, date]:
        """First day and day after the last of the winter that has not ended on `today`."""
        for year in (today.year - 1, today.year, today.year + 1):
            begins = date(year, *self.begins)
            ends = date(year + (self.ends <= self.begins), *self.ends)
            if today < ends:
                return begins, ends
        raise ValueError("a year has a winter")


def settings_of(place: "Place") -> WinterSettings:
    """The place's assumptions/winter.toml upon ours. Raises DataProblem with every mistake in it."""
    ours = tomllib.loads((files("wholeplace.flow") / "winter.toml").read_text(encoding="utf-8"))
    own = place.folder / "assumptions" / "winter.toml"
    sheet = Sheet(where="winter.toml", given=read_toml(own, SUBJECT) if own.is_file() else {}, problems=[])
    settings = _settings(sheet, ours)
    if sheet.problems:
        raise DataProblem(SUBJECT, sheet.problems)
    return settings


def _settings(sheet: Sheet, ours: Mapping[str, Any]) -> WinterSettings:
    sheet.known("winter", "table", "services")
    winter, table, services = sheet.under("winter"), sheet.under("table"), sheet.under("services")
    winter.known("begins", "ends", "source")
    table.known("source", "columns")
    columns = table.under("columns")
    columns.known(*ours["table"]["columns"])
    return WinterSettings(
        begins=_month_day(winter, "begins", ours["winter"]["begins"]),
        ends=_month_day(winter, "ends", ours["winter"]["ends"]),
        columns={key: columns.text(key, word) for key, word in ours["table"]["columns"].items()},
        services={name: services.text(name) for name in services.given},
        source=table.text("source", ours["table"]["source"]),
    )


def _month_day(sheet: Sheet, key: str, default: str) -> tuple[int, int]:
    text = sheet.text(key, default)
    try:
        day = date.fromisoformat(f"2024-{text}")
    except ValueError:
        sheet.problems.append(
            Problem(where=sheet.where_of(key), what=f'"{text}" is no day.', why="Winter lies between two days.", fix='Write "11-01".')
        )
        return 11, 1
    return day.month, min(day.day, 28) if day.month == 2 else day.day


def table_text(rows: "Sequence[MonthOfService]", settings: WinterSettings) -> str:
    """The capacity-and-demand table as CSV, in the words the place gave; people are rounded to whole ones, days to one decimal."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(settings.columns.values())
    for row in rows:
        cells = {
            "month": f"{row.month:%Y-%m}", "pathway": str(row.pathway), "service": settings.services.get(row.station, row.service),
            "expected_demand": _people(row.demand.mean), "demand_low": _people(row.demand.low), "demand_high": _people(row.demand.high),
            "capacity": _people(row.capacity), "gap": _people(row.gap.mean),
            "days_until_start": f"{row.days_until_start.mean:.1f}", "days_of_stay": f"{row.days_of_stay:.1f}",
        }  # fmt: skip
        writer.writerow([cells[key] for key in settings.columns])
    return text.getvalue()


def _people(value: float) -> str:
    return "no limit" if value == float("inf") else str(round(value))
