"""Numbers with their range and where they are from: fitted from counted records, or stated by a published source."""

import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from wholeplace.flow.calibrate.arrivals import Ranged
from wholeplace.flow.shapes import Assumption, Law, Length
from wholeplace.people import Paths

DIGITS = 4
"""Figures that a fitted number is written with: more would be noise."""

STATIONS = {
    "a-and-e": "A&E",
    "same-day": "Same day emergency care",
    "acute": "Hospital beds",
    "home-care": "Home care and reablement",
    "rehab": "Rehabilitation beds",
    "care-home": "Care homes",
}
"""The stations of a fitted network and their titles."""


@cache
def _published() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads((files("wholeplace.flow.calibrate") / "published.toml").read_text(encoding="utf-8"))


def figures(value: float) -> float:
    """The number to DIGITS figures."""
    return float(f"{value:.{DIGITS}g}")


def fitted(path: str, number: Ranged, unit: str, source: str) -> Assumption:
    """A number read off the place's own records, with its 90% interval."""
    value = figures(number.value)
    return Assumption(
        path=path, value=value, low=min(figures(number.low), value), high=max(figures(number.high), value), unit=unit, source=source,
        fitted=True,
    )  # fmt: skip


def published(path: str, what: str, key: str) -> Assumption:
    """A number from published.toml, as it is used at `path`."""
    said = _published()[what][key]
    return Assumption(path=path, value=said["value"], low=said["low"], high=said["high"], unit=said["unit"], source=said["source"])


def published_length(what: str) -> Length:
    """A lognormal length (exponential where no spread is said) from published.toml."""
    said = _published()[what]["length"]
    if "sd" not in said:
        return Length(law=Law.EXPONENTIAL, mean=said["value"])
    return Length(law=Law.LOGNORMAL, mean=said["value"], sd=said["sd"])


def source_of(paths: Paths, records: str, starts: date | None, people: float) -> str:
    """ "fitted from stays, 2022-10-01 to 2025-10-31, n=4,410"."""
    until = paths.until - timedelta(days=1)
    return f"fitted from {records}, {starts or until} to {until}, n={people:,.0f}"


def known(value: float) -> Ranged:
    """A number without a range."""
    return Ranged(value=value, low=value, high=value)


def written(length: Length) -> Length:
    """The length with its numbers to as many figures as a file needs."""
    return Length(
        law=length.law, mean=figures(length.mean), sd=figures(length.sd),
        quantiles=tuple(round(point, 3) for point in length.quantiles), longest=length.longest,
    )  # fmt: skip


__all__ = ["STATIONS", "figures", "fitted", "known", "published", "published_length", "source_of", "written"]
