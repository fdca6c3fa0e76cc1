"""What was written and what was spoiled on purpose, counted as it happens, so that receipts can be held against it."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(kw_only=True, slots=True)
class Ledger:
    """Counts of one block, added up over blocks: rows by feed, and spoiled rows by (feed, kind of dirt)."""

    rows: Counter[str] = field(default_factory=Counter)
    dirt: Counter[tuple[str, str]] = field(default_factory=Counter)

    def wrote(self, feed: str, rows: int) -> None:
        self.rows[feed] += rows

    def spoiled(self, feed: str, kind: str, rows: int) -> None:
        if rows:
            self.dirt[feed, kind] += rows

    def add(self, other: "Ledger") -> None:
        self.rows.update(other.rows)
        self.dirt.update(other.dirt)
