"""The vault: who is behind a person key. Closed: only `people` may open it, and its file is for its owner alone.

A key is 64 random bits, drawn when an NHS number is first seen and kept ever after. It is never made from the number, so
that nobody can go from a list of numbers to keys. Nothing that leaves `people` may depend on its value or its order.
"""

import secrets
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.feeds.tables import PSEUDONYM
from wholeplace.place.folder import CLOSED_FILE, CLOSED_FOLDER, swapped

FILE = "keys.parquet"
WEIGHTS = tuple(range(10, 1, -1))
"""Of the first nine digits, for the modulus-11 check digit. Source: NHS Data Dictionary, NHS Number."""

FILLERS = [str(digit) * 10 for digit in range(10)]

Draw = Callable[[int], bytes]


def usable_numbers(numbers: pl.Series) -> pl.DataFrame:
    """The numbers that can name a person: `as_sent` and `nhs_number` (ten digits without spaces, right check digit).

    Ten times the same digit passes the check but is a filler, so it is refused. A sender's own id (PSEUDONYM) names a
    person as it is: it can only ever meet itself.
    """
    sent = pl.DataFrame({"as_sent": numbers.drop_nulls().unique()})
    own = pl.col("as_sent").str.starts_with(PSEUDONYM)
    pseudonyms = sent.filter(own).with_columns(nhs_number=pl.col("as_sent"))
    frame = sent.filter(~own).with_columns(nhs_number=pl.col("as_sent").str.replace_all(r"[ -]", ""))
    frame = frame.filter(pl.col("nhs_number").str.contains(r"^\d{10}$"))
    digit = [pl.col("nhs_number").str.slice(place, 1).cast(pl.Int64) for place in range(10)]
    total = pl.sum_horizontal([weight * digit[place] for place, weight in enumerate(WEIGHTS)])
    right = frame.filter(((11 - total % 11) % 11 == digit[9]) & ~pl.col("nhs_number").is_in(FILLERS))
    return pl.concat([right, pseudonyms]).sort("as_sent")


def keys_for(folder: Path, numbers: pl.Series, *, draw: Draw = secrets.token_bytes) -> pl.DataFrame:
    """A person key for every usable number: as_sent, person_key. Numbers not seen before get a new key, which is kept.

    `folder` is the vault's own. `draw` gives that many random bytes; only tests pass another.
    """
    usable = usable_numbers(numbers)
    known = _read(folder)
    new = usable.select("nhs_number").unique().join(known, on="nhs_number", how="anti").sort("nhs_number")
    if len(new):
        known = pl.concat([known, new.with_columns(person_key=_new_keys(len(new), known["person_key"], draw))])
        _write(folder, known.sort("nhs_number"))
    return usable.join(known, on="nhs_number", how="left").select("as_sent", "person_key").sort("as_sent")


def _new_keys(count: int, taken: pl.Series, draw: Draw) -> pl.Series:
    """Random keys, all different and not yet taken. Two alike among millions of 64-bit draws are rare, not impossible."""
    drawn = pl.Series("person_key", [], dtype=pl.Int64)
    while len(drawn) < count:
        fresh = pl.Series("person_key", np.frombuffer(draw(8 * (count - len(drawn))), dtype=np.int64))
        drawn = pl.concat([drawn, fresh]).unique(maintain_order=True)
        drawn = drawn.filter(~drawn.is_in(taken.implode()))
    return drawn


def _read(folder: Path) -> pl.DataFrame:
    if not (folder / FILE).exists():
        return pl.DataFrame(schema={"nhs_number": pl.String, "person_key": pl.Int64})
    return pl.read_parquet(folder / FILE)


def _write(folder: Path, keys: pl.DataFrame) -> None:
    folder.parent.mkdir(mode=CLOSED_FOLDER, parents=True, exist_ok=True)
    with swapped(folder) as making:
        target = making / FILE
        target.touch(mode=CLOSED_FILE)
        keys.write_parquet(target, compression="zstd")
