"""The releases that readers already hold: what they hide and what they show."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from wholeplace.publish.disclosure import EARLIER
from wholeplace.terms import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class Released:
    """One release folder, by its manifest."""

    folder: Path
    period: str
    ends: date
    number: int
    fingerprint: str


def releases_of(folder: Path, period: Period) -> list[Released]:
    """Releases of this period and of those before it, oldest first. Later ones are left out, so that making an old release
    again gives the same one."""
    found = []
    for path in sorted(folder.glob("*/manifest.json")):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        ends = date.fromisoformat(manifest["period"]["ends"])
        if ends <= period.ends:
            found.append(
                Released(
                    folder=path.parent,
                    period=manifest["period"]["name"],
                    ends=ends,
                    number=manifest["version"],
                    fingerprint=manifest["content"],
                )
            )
    return sorted(found, key=lambda one: (one.ends, one.period, one.number))


def told_in(releases: Sequence[Released]) -> pl.DataFrame | None:
    """What these releases say of every figure: the columns EARLIER; None where there are no releases."""
    files = [path for one in releases for path in sorted((one.folder / "data" / "measures").glob("*.csv"))]
    if not files:
        return None
    types: dict[str, type[pl.DataType]] = dict.fromkeys(EARLIER, pl.String)
    types.update(starts=pl.Date, ends=pl.Date, numerator=pl.Float64, denominator=pl.Float64)
    frames = [pl.scan_csv(path, schema_overrides=types).select(EARLIER) for path in files]
    return pl.concat(frames).with_columns(pl.col("hidden").fill_null("")).collect()
