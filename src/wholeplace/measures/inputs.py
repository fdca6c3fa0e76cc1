"""What the measures are worked out from: journey tables, money and published series, with what they cover and whence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wholeplace.measures.completeness import Coverage
from wholeplace.measures.joined import JoinedGroup
from wholeplace.measures.shapes import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class Inputs:
    """`tables`: files of each table, by table name. `coverage`: the days each speaks of; absent: nothing was received.
    `feeds`: the feeds behind each table.
    """

    tables: Mapping[str, tuple[Path, ...]]
    coverage: Mapping[str, Coverage]
    feeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    joined: tuple[JoinedGroup, ...] = ()
