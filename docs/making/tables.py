"""The page of tables: what contracts fill, and what measures may count from."""

from docs.making.markdown import code, table
from wholeplace.feeds import tables as received
from wholeplace.feeds.tables import IDENTIFIERS, ReceivedTable
from wholeplace.measures.shapes import RESULT_COLUMNS
from wholeplace.people.tables import JOURNEY_TABLES, JourneyTable

RECEIVED = """## Received tables

What a contract fills. Tables about people still hold identifiers, so only the room `people` reads them. The columns
{identifiers} are never shown in a letter, a receipt or a list of rows set aside."""

JOURNEYS = """## Journey tables

What every room after `people` may know of a person: a random key and characteristics, never a name. A measure counts
rows of one of these tables."""

RESULTS = """## Result rows

What the room `measures` hands on: one row for each measure, area, split, group and span of time."""


def page() -> str:
    """Every table with its grain and columns."""
    names = ", ".join(map(code, IDENTIFIERS))
    found = [one for one in vars(received).values() if isinstance(one, ReceivedTable)]
    parts = ["# Tables", RECEIVED.format(identifiers=names), *map(_received, found), JOURNEYS, *map(_journey, JOURNEY_TABLES.values())]
    return "\n\n".join([*parts, RESULTS, table(("column", "meaning"), [(code(name), meaning) for name, meaning in RESULT_COLUMNS.items()])])


def _received(one: ReceivedTable) -> str:
    columns = ", ".join(map(code, one.columns))
    return f"### `{one.name}` (received)\n\nOne row: {one.grain}. Placed in a month by `{one.dated_by}`.\n\nColumns: {columns}."


def _journey(one: JourneyTable) -> str:
    rows = [(code(name), kind, meaning) for name, (kind, meaning) in one.columns.items()]
    splits = f" Drivers may split by {', '.join(map(code, one.splits))}." if one.splits else ""
    return f"### `{one.name}`\n\nOne row: {one.grain}.{splits}\n\n{table(('column', 'type', 'meaning'), rows)}"
