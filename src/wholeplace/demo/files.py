"""Writing feeds as the senders would: several files each, some with their own habits."""

from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.ledger import Ledger
from wholeplace.demo.rates import number
from wholeplace.demo.records import rows_hit


def write(frame: pl.DataFrame, path: Path, *, mark: bool = False, windows: bool = False, british_dates: bool = False) -> None:
    """One CSV. `mark`: begins with a byte order mark; `windows`: CRLF line ends; `british_dates`: dd/mm/yyyy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_csv(path, include_bom=mark, line_terminator="\r\n" if windows else "\n", date_format="%d/%m/%Y" if british_dates else None)


def with_duplicates(frame: pl.DataFrame, feed: str, rng: np.random.Generator, ledger: Ledger) -> pl.DataFrame:
    """Some rows once more at the end of the file, alike in every column."""
    again = rows_hit(rng, len(frame), number("dirt.duplicates"))
    ledger.spoiled(feed, "row sent twice in one file", len(again))
    return pl.concat([frame, frame[again]]) if len(again) else frame
