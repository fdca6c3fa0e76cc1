"""What the latest release says, for pages of the partner door: its data files, and nothing that was not published."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from wholeplace.agreement.plans import Ambition, Observed, Plan, Shape
from wholeplace.web.house import House

_DAY = timedelta(days=1)
_GRAINS = ("year", "period", "month")
"""Which figures stand for a day, the first that there are: a year's, else a quarter's, else a month's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingSaid:
    """One reading of a release in words: its verdict and sentence as they were published."""

    name: str
    title: str
    area: str
    area_name: str
    level: str
    verdict: str
    sentence: str
    measures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """The data files of one release. `folder` is None before the first."""

    name: str
    folder: Path | None

    def readings(self) -> tuple[ReadingSaid, ...]:
        """Every reading of every area; none where the release has no such file."""
        rows = self._json("readings.json") or []
        names = ("title", "area", "area_name", "level", "verdict", "sentence")
        return tuple(
            ReadingSaid(name=row["reading"], measures=tuple(row["measures"]), **{name: row[name] for name in names}) for row in rows
        )

    def measures(self) -> Mapping[str, Mapping[str, Any]]:
        """Every measure by its name, as it is described there."""
        return {row["name"]: row for row in self._json("measures.json") or []}

    def period(self) -> str:
        """What it is about, in words; empty before the first release."""
        return (self._json("picture.json") or {}).get("period_in_words", "")

    def figures(self, measure: str, area: str) -> tuple[str, Sequence[Mapping[str, Any]]]:
        """The definition of a measure and its published figures for one area and everybody in it, the first day first.

        Figures that are hidden or not complete are not among them.
        """
        held = self._json(f"measures/{measure}.json")
        if not held:
            return "", ()
        rows = [dict(zip(held["columns"], row, strict=True)) for row in held["rows"]]
        found = [
            row
            for row in rows
            if row["area"] == area and row["split"] == "all" and row["value"] is not None and row["status"] == "complete"
        ]
        grain = next((grain for grain in _GRAINS if any(row["grain"] == grain for row in found)), "")
        chosen = sorted((row for row in found if row["grain"] == grain), key=lambda row: row["ends"])
        return held["definition_id"], chosen

    def _json(self, path: str) -> Any:
        if self.folder is None:
            return None
        file = self.folder / "data" / path
        return _read(file, file.stat().st_mtime_ns) if file.is_file() else None


def latest(house: House, name: str | None) -> Release:
    """The release called `name` (the shelf's latest) with its data files."""
    return Release(name=name or "", folder=house.folder / "releases" / name if name else None)


def seen_in(release: Release, ambition: Ambition, plan: Plan, country: str) -> tuple[Observed, ...]:
    """What a release shows of an ambition, the first day first. Only for shapes whose value is the measure's own.

    A gap or a count is not a figure of a release: somebody says it, with its source.
    """
    if not ambition.measure or ambition.target.shape in (Shape.GAP, Shape.COUNT, Shape.QUALITATIVE):
        return ()
    definition, figures = release.figures(ambition.measure, area_of(ambition, plan))
    _, others = release.figures(ambition.measure, country)
    beside = {row["ends"]: row["value"] for row in others}
    return tuple(
        Observed(
            on=date.fromisoformat(row["ends"]) - _DAY, definition_id=row["definition_id"] or definition, value=row["value"],
            low=row["lower"], high=row["upper"], benchmark=beside.get(row["ends"]),
        )
        for row in figures
    )  # fmt: skip


def area_of(ambition: Ambition, plan: Plan) -> str:
    """The area an ambition is for: its own, else its strategy's; empty where neither says."""
    return ambition.area or next((one.area for one in plan.strategies if one.name == ambition.strategy), "")


@lru_cache(maxsize=256)
def _read(file: Path, changed: int) -> Any:  # noqa: ARG001  `changed` is part of the key
    return json.loads(file.read_text("utf-8"))
