"""Code lists: what codes of records mean, as data with a source. One CSV each in `codes/`."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent / "codes"


def code_lists() -> Mapping[str, pl.DataFrame]:
    """Every code list by file name: its own columns as text, says, source, version and line_no (the line's place in the file)."""
    return {
        path.stem: pl.read_csv(path, infer_schema=False).fill_null("").with_row_index("line_no").cast({"line_no": pl.Int64})
        for path in sorted(FOLDER.glob("*.csv"))
    }
