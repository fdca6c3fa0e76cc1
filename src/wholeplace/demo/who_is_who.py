"""truth_people.parquet: who is who. For tests and benches alone; nothing that links may read it.

One row a feed, local id and role: `feed`, `local_id` (text, as the feed writes it), `role` ("self" or "mother"), `person` (a whole
number, one a person, the same in all feeds), `in_register` (is on the person list). In order of block and feed. Rows without a local
id (the national opt-outs) are not in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

FILE = "truth_people.parquet"
_SCHEMA = pa.schema(
    [("feed", pa.string()), ("local_id", pa.string()), ("role", pa.string()), ("person", pa.int64()), ("in_register", pa.bool_())]
)


class WhoIsWho:
    """What one block's senders know clients by, gathered as it is written."""

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] = []

    def known(self, feed: str, local: np.ndarray, person: np.ndarray, in_register: np.ndarray | bool, role: str = "self") -> None:
        """These clients of a feed (one row a client) are these people."""
        columns = {
            "feed": pl.repeat(feed, len(local), eager=True), "local_id": pl.Series(local).cast(pl.String),
            "role": pl.repeat(role, len(local), eager=True), "person": pl.Series(person).cast(pl.Int64),
            "in_register": pl.Series(np.broadcast_to(in_register, local.shape)),
        }  # fmt: skip
        self._frames.append(pl.DataFrame(columns))

    def frame(self) -> pl.DataFrame:
        """Each client once, in the order in which they were told."""
        return pl.concat(self._frames).unique(["feed", "local_id", "role"], keep="first", maintain_order=True)


@contextmanager
def who_is_who(folder: Path) -> Iterator[pq.ParquetWriter]:
    """The file beside truth.json, to be written block by block."""
    with pq.ParquetWriter(folder / FILE, _SCHEMA, compression="zstd") as writer:
        yield writer


def write_block(writer: pq.ParquetWriter, known: pl.DataFrame) -> None:
    """Add one block's rows."""
    writer.write_table(known.to_arrow().cast(_SCHEMA))
