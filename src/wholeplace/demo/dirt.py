"""Dirt of whole files: what partners do to a folder over time. Dirt of rows is made where the rows are written."""

import shutil
from pathlib import Path

import polars as pl

from wholeplace.demo.ledger import Ledger


def spoil_folder(feeds: Path, ledger: Ledger) -> None:
    """An empty file, a file with nothing but its header, and the same file dropped twice under another name."""
    (feeds / "emergency_care" / "ecds_000.csv").write_bytes(b"")
    ledger.spoiled("emergency_care", "empty file", 1)
    first = next(iter(sorted((feeds / "contacts").glob("*.csv"))))
    with first.open("rb") as lines:
        (feeds / "contacts" / "nothing_this_month.csv").write_bytes(lines.readline())
    ledger.spoiled("contacts", "file with a header only", 1)
    twice = feeds / "voluntary_activity" / "support_001.csv"
    shutil.copyfile(twice, twice.with_name("support_001 (1).csv"))
    rows = pl.read_csv(twice, infer_schema=False).height
    ledger.wrote("voluntary_activity", rows)
    ledger.spoiled("voluntary_activity", "file dropped twice", 1)
    ledger.spoiled("voluntary_activity", "row of a file dropped twice", rows)
