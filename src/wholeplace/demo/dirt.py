"""Dirt of whole files: what partners do to a folder over time. Dirt of rows is made where the rows are written.

Also the senders' own words on the days they cover, where first days of rows alone would mislead.
"""

import shutil
from pathlib import Path

import polars as pl

from wholeplace.demo import days
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


def say_what_is_covered(feeds: Path) -> None:
    """feed.toml for feeds whose rows start long before the days they are complete for: a service of 2019 that still goes on."""
    covers = f"[covers]\nfrom = {days.as_date(days.FIRST)}\nto = {days.as_date(days.END)}\n"
    for feed in ("social_care", "voluntary_activity", "tenancies"):
        says = f'# The sender says: everything under way in these days is here.\ncontract = "{feed}"\n\n{covers}'
        (feeds / feed / "feed.toml").write_text(says, "utf-8")
