"""Received tables that are about nobody, row by row: for rooms that know no SQL."""

from collections.abc import Iterator, Mapping

from pyarrow.parquet import read_table

from wholeplace.feeds.received import Received
from wholeplace.feeds.tables import RECEIVED_TABLES
from wholeplace.terms import WrongUse


def figures_of(received: Received, table: str) -> Iterator[Mapping[str, object]]:
    """The rows of a table as they were accepted, feed by feed, each with the feed it came from under "feed".

    Raises WrongUse for a table about people: those rows go to `people` and nowhere else.
    """
    if RECEIVED_TABLES[table].about_people:
        raise WrongUse(f"{table} is about people. Its rows are never handed out one by one.")
    for path in received.paths(table):
        for row in read_table(path).to_pylist():
            yield {**row, "feed": path.stem}
