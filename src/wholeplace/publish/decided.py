"""What decisions were expected to change, as the public record tells it: so that a board reads readings and decisions together."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

RECORD = "public-record"
"""The folder of the public record inside a place folder. It can be made again from the records at any time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedEffect:
    """One effect that a decision expected of one measure (by name): what should be seen by when. `came`: what the last review found
    of it, in words; empty: it was not looked at yet."""

    reference: str
    title: str
    body: str
    decided_on: date
    measure: str
    change: str
    by: date
    came: str = ""


def read_effects(folder: Path) -> tuple[DecidedEffect, ...]:
    """The expected effects of every decision that holds, newest first, as the public record of a place folder told them last.

    None before the first record.
    """
    file = folder / RECORD / "data" / "effects.json"
    if not file.is_file():
        return ()
    rows: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["rows"]
    names = DecidedEffect.__slots__
    return tuple(msgspec.convert({name: row[name] for name in names if row[name] is not None}, DecidedEffect) for row in rows)
