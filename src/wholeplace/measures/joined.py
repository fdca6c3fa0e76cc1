"""How well the records of each group are joined into people: what a reader must know before believing that people were followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wholeplace.people import read_linkage

SPLITS = ("all", "deprivation", "ethnic_group")
NOT_RECORDED_THERE = "not recorded"


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinedGroup:
    """One group of people (`split`, `group`). `joined`: share of what identifies people in the feeds that belongs to somebody
    whom a second feed or an NHS number confirms. `asked`: people whose number was hidden as a test; `found`: of those who could
    be found by the rest, the share that was; `right`: of those found, the share that was the right person. None: nobody asked."""

    split: str
    group: str
    joined: float
    asked: int
    found: float | None
    right: float | None


def joined_groups(folder: Path) -> tuple[JoinedGroup, ...]:
    """All, each deprivation fifth and each ethnic group, of the links behind the journeys of the place in `folder`."""
    linkage = read_linkage(folder)
    if linkage is None:
        return ()
    tested = {(row["by"], row["group"]): row for row in linkage.quality.estimated.to_dicts()}
    shares = [row for row in linkage.quality.linked.to_dicts() if row["feed"] == "all" and row["by"] in SPLITS]
    ordered = sorted(shares, key=lambda row: (SPLITS.index(row["by"]), row["group"] == NOT_RECORDED_THERE, row["group"]))
    return tuple(_group(row, tested.get((row["by"], row["group"]), {})) for row in ordered if row["share"] is not None)


def _group(share: Mapping, tested: Mapping) -> JoinedGroup:
    return JoinedGroup(
        split=share["by"], group=share["group"], joined=share["share"], asked=int(tested.get("asked", 0)),
        found=tested.get("recall"), right=tested.get("precision"),
    )  # fmt: skip
