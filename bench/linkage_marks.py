"""How well a system linked, held against the truth: precision, recall, recall at a given precision, and by kind of difficulty."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

PRECISIONS = (0.995, 0.998, 0.999)
TAKEN = {"ours": 1000.0, "splink": None, "cascade": 0.0}
"""The score from which a system itself takes a pair; None: the best F1 is chosen for it, with the truth, which only favours it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """`linked`: records given to somebody; `right`: to the right person; `there`: records of people who are on the register."""

    linked: int
    right: int
    there: int

    @property
    def precision(self) -> float:
        """Of the records linked, the share linked rightly; 1 where none is."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Of the records of people on the register, the share linked rightly."""
        return self.right / self.there if self.there else 1.0


def held_against_truth(folder: Path, system: str) -> pl.DataFrame:
    """One row a record: the truth, with `found` (person or null), `score`, `right`, and `linked` at the system's own threshold."""
    truth = pl.read_parquet(folder / "truth.parquet")
    found = pl.read_parquet(folder / f"{system}.parquet").select(pl.col("record_no").cast(pl.UInt32), found="person", score="score")
    rows = truth.join(found, on="record_no", how="left", maintain_order="left")
    rows = rows.with_columns(right=(pl.col("found") == pl.col("person")).fill_null(value=False))
    taken = TAKEN.get(system)
    threshold = best_threshold(rows) if taken is None else taken
    return rows.with_columns(linked=(pl.col("score") >= threshold).fill_null(value=False))


def marks(rows: pl.DataFrame) -> Marks:
    """The marks at the system's own threshold."""
    return Marks(
        linked=int(rows["linked"].sum()),
        right=int((rows["linked"] & rows["right"]).sum()),
        there=len(rows) - int(rows["person"].null_count()),
    )


def best_threshold(rows: pl.DataFrame) -> float:
    """The score at which F1 is highest."""
    score, linked, right = _curve(rows)
    there = len(rows) - rows["person"].null_count()
    return float(score[np.argmax(2 * right / (linked + there))])


def recall_at(rows: pl.DataFrame, precision: float) -> float:
    """The highest recall that any threshold on the score gives at this precision or better."""
    _, linked, right = _curve(rows)
    there = len(rows) - rows["person"].null_count()
    enough = right / linked >= precision
    return float(right[enough].max() / there) if enough.any() else 0.0


def _curve(rows: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each different score from the highest: links at it and above, and right ones."""
    known = rows.drop_nulls("score").sort("score", descending=True)
    score, right = known["score"].to_numpy(), np.cumsum(known["right"].to_numpy())
    last = np.flatnonzero(np.append(score[1:] != score[:-1], True))
    return score[last], last + 1, right[last]


def by_difficulty(rows: pl.DataFrame) -> dict[str, Marks]:
    """Marks of the records of each community, group and kind of damage. One record may stand in several."""
    names = [name for name, kind in rows.schema.items() if kind == pl.Boolean and name not in ("right", "linked", "absent")]
    groups: dict[str, pl.Series] = {f"community: {name}": rows["community"] == name for name in rows["community"].unique().sort()}
    damages = names[names.index("nickname") :]
    groups |= {name: rows[name] for name in names if name != "uprn"}
    groups["no damage"] = ~rows.select(pl.any_horizontal([name for name in damages if name != "uprn"])).to_series()
    groups["with a UPRN"] = rows["uprn"]
    return {name: marks(rows.filter(wanted)) for name, wanted in groups.items()}


def table(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Columns beside each other, the first to the left, the others to the right."""
    widths = [max(len(line[at]) for line in (titles, *lines)) for at in range(len(titles))]
    rows = [
        [text.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        for text, *rest in (titles, *lines)
    ]
    return "\n".join("  ".join(row) for row in rows)
