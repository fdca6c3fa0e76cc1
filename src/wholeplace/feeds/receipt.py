"""What a partner gets back for a drop: rows in and what became of them, how complete, until when, what contradicts what."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedFile:
    """One file of the drop. `same_as` names the earlier file that holds the very same bytes: this one was not read again."""

    name: str
    sha256: str
    rows: int
    notes: tuple[str, ...] = ()
    same_as: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One kind of fault and its rows. `effect`: "refuse" (row kept apart), "empty" (cell emptied) or "note" (row kept).

    `examples`: values seen at least 5 times, never of a column that identifies a person.
    """

    column: str
    reason: str
    rows: int
    effect: str
    why: str = ""
    fix: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """One feed's drop. rows_in = accepted + quarantined + repeated + replaced + left_out, always.

    `repeated`: rows alike in every column to one that is kept. `replaced`: rows whose naming came again later with other
    content; the later one is kept. `left_out`: rows outside the contract's `where`, and empty cells of wide files.
    A wide file's rows count once for each received row they make. `completeness`: share of accepted rows in which the column
    is filled. `months`: accepted rows by first day of month. `covers_from`/`covers_to`: the days the feed can be relied on for;
    `covers_to` is the first day that is not covered. None: not known.
    """

    feed: str
    contract: str
    table: str
    title: str
    files: tuple[ReceivedFile, ...]
    rows_in: int
    accepted: int
    quarantined: int
    repeated: int
    replaced: int
    left_out: int
    faults: tuple[Fault, ...]
    completeness: Mapping[str, float]
    months: Mapping[str, int]
    covers_from: date | None
    covers_to: date | None
    ignored_columns: tuple[str, ...] = ()
    lacking_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    fingerprint: str = ""

    @property
    def contradictions(self) -> tuple[Fault, ...]:
        """Faults that are named but leave the row as it is."""
        return tuple(fault for fault in self.faults if fault.effect == "note")

    def to_json(self) -> str:
        """The receipt as JSON, keys in order, so that the same drop gives the same bytes."""
        return json.dumps(msgspec.to_builtins(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def receipt_from(path: Path) -> Receipt:
    """The receipt a JSON file holds."""
    return msgspec.json.decode(path.read_bytes(), type=Receipt)
