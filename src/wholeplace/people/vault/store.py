"""The closed tables of `people`: persons, links, decisions and the like, which move together or not at all."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from wholeplace.place.folder import CLOSED_FOLDER, close_to_others, finish_swap, swapped, vault_folder
from wholeplace.warehouse import (
    Key,
    Warehouse,
    key_from,
    old_key_from,
    read_closed,
    read_closed_frame,
    reseal,
    write_closed,
    write_closed_frame,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Store:
    """Tables by name, each one closed Parquet file in `folder` (encrypted when there is a `key`).

    Names are of letters, digits and underscores. A crash while writing leaves every table as it was.
    """

    folder: Path
    key: Key | None = None

    def open(self, *, old: Key | None = None) -> None:
        """Put right what a killed run left, and bring every file under the key. Call it once, before reading.

        `old`: the key that is being replaced. Raises DataProblem when a file opens with neither.
        """
        self.folder.parent.mkdir(mode=CLOSED_FOLDER, parents=True, exist_ok=True)
        finish_swap(self.folder)
        reseal(self.folder, self.key, old)

    def holds(self, name: str) -> bool:
        """Whether the table was ever written."""
        return self._path(name).exists()

    def names(self) -> tuple[str, ...]:
        """Every table held, by name."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.parquet")))

    def read(self, name: str) -> pl.DataFrame | None:
        """The rows of a table, in the order they were written; None when it was never written."""
        return read_closed_frame(self._path(name), self.key) if self.holds(name) else None

    def load(self, warehouse: Warehouse, name: str, *, table: str = "") -> bool:
        """Copy a table into the warehouse, as `table` (its own name unless said). False, and nothing done, when it was never written."""
        if not self.holds(name):
            return False
        read_closed(warehouse, table or name, (self._path(name),), self.key, copied=True)
        return True

    def write(self, name: str, frame: pl.DataFrame) -> None:
        """Write one table, in place of what it held."""
        self.write_all({name: frame})

    def write_all(
        self, frames: Mapping[str, pl.DataFrame], *, queries: Mapping[str, str] | None = None, warehouse: Warehouse | None = None
    ) -> None:
        """Write several tables at once: all of them change, or none. The others stay.

        `queries`: tables from SQL over `warehouse`; order each in full, so that the same input gives the same rows.
        """
        with swapped(self.folder) as making:
            for name, frame in frames.items():
                write_closed_frame(frame, making / f"{name}.parquet", self.key)
            for name, sql in (queries or {}).items():
                if warehouse is None:
                    raise ValueError("a query needs the warehouse it asks")
                write_closed(warehouse, sql, making / f"{name}.parquet", self.key)
            for path in self.folder.glob("*.parquet"):
                if not (making / path.name).exists():
                    os.link(path, making / path.name)
            close_to_others(making)

    def remove(self, *names: str) -> None:
        """Take whole tables out. Those that are not there are no fault."""
        with swapped(self.folder) as making:
            for path in self.folder.glob("*.parquet"):
                if path.stem not in names:
                    os.link(path, making / path.name)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


def open_store(place: Path) -> Store:
    """The store of the place folder `place`, put right and brought under the configured key.

    Raises DataProblem when it does not open with the key that the environment names.
    """
    vault = vault_folder(place)
    shutil.rmtree(vault.parent / "people", ignore_errors=True)  # where numbers and keys lay before there was this vault
    store = Store(folder=vault / "people", key=key_from(os.environ))
    store.open(old=old_key_from(os.environ))
    return store
