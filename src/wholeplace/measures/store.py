"""Keeps cells on disk, a file for each file of the journeys, and counts again only what changed.

The name of a file of cells says what it was made from: the rows, the query and the engine. So a file that is there is right,
whatever happened before; nothing is ever changed in place, and what a run that failed had finished need not be done again.
"""

from collections.abc import Collection, Sequence
from hashlib import sha256
from pathlib import Path

from wholeplace.warehouse import LargeWork, contents_of, words_of

FOLDER = "cells"
_KEY = 20


def store_cells(warehouse: LargeWork, table: str, sql: str, parts: Sequence[Path], folder: Path, *, beside: str = "") -> tuple[Path, ...]:
    """Files of cells in `folder`: for each file of `table` in `parts`, the rows of `sql` over it. In the order of the parts.

    Parts whose rows are as they were are not read again. Files of other rows or queries are removed when all are there.
    `beside`: a text that changes when anything else that the query reads does. `warehouse` is left with a view called `table`, of
    any of the parts.
    """
    columns = words_of(sql)
    kept = []
    for part in parts:
        target = folder / f"{part.stem}-{_key(warehouse.made_by, sql, beside, contents_of(part, columns))}.parquet"
        if not target.exists():
            warehouse.view_of_parquet(table, part)
            write(warehouse, sql, target)
        kept.append(target)
    keep_only(folder, {path.name for path in kept})
    return tuple(kept)


def write(warehouse: LargeWork, sql: str, target: Path) -> None:
    """Write the rows of `sql` to `target`, which is either whole or not there."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = target.with_name(f".{target.name}.making")
    warehouse.write_parquet(sql, making)
    making.chmod(0o600)
    making.replace(target)


def keep_only(folder: Path, names: Collection[str]) -> None:
    """Remove every other file of `folder`; folders in it stay."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in names and path.is_file():
            path.unlink()


def _key(*of: str) -> str:
    return sha256("\n".join(of).encode()).hexdigest()[:_KEY]
