"""What was written and what was spoiled on purpose, counted as it happens, so that receipts can be held against it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass(kw_only=True, slots=True)
class Ledger:
    """Counts of one block, added up over blocks: rows by feed, spoiled rows by (feed, kind of dirt), and what is planted (see paths)."""

    rows: Counter[str] = field(default_factory=Counter)
    dirt: Counter[tuple[str, str]] = field(default_factory=Counter)
    planted: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def wrote(self, feed: str, rows: int) -> None:
        self.rows[feed] += rows

    def spoiled(self, feed: str, kind: str, rows: int) -> None:
        if rows:
            self.dirt[feed, kind] += rows

    def add(self, other: "Ledger") -> None:
        self.rows.update(other.rows)
        self.dirt.update(other.dirt)
        for name, value in other.planted.items():
            self.planted[name] += value
