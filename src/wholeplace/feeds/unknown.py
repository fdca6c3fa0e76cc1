"""The commonest values that a column's list does not know, as a receipt may show them."""

from collections.abc import Mapping

from wholeplace.feeds.accepted import Staged
from wholeplace.feeds.cells import accepted, parsed, translated
from wholeplace.feeds.checks import unread_of
from wholeplace.feeds.shaping import Shape
from wholeplace.feeds.sql_text import listed, named, quoted
from wholeplace.feeds.tables import IDENTIFIERS
from wholeplace.warehouse import Warehouse

SEEN_ENOUGH = 5
"""An unknown value is shown as an example from 5 rows on: a rarer one might be something about one person."""
EXAMPLES = 3
LONGEST_SHOWN = 60
NAMES = ("given_name", "family_name")


def unknown_values(warehouse: Warehouse, made: Shape, staged: Staged) -> dict[str, tuple[str, ...]]:
    """The commonest values that a column's list does not know, so that an analyst can say in feed.toml what they mean.

    None from files that hold names, and none that stands in an identifying column: a shifted row could carry one anywhere.
    """
    if any(name in made.given for name in NAMES):
        return {}
    contract = made.building.contract
    wrong = {check.column: check.mask for check in made.checks if check.of_cell}
    columns = [contract.by_name[name] for name in made.unread if name in wrong and name not in IDENTIFIERS]
    with_list = [column.name for column in columns if (column.values or column.lookup) and column.others == "wrong"]
    found: dict[str, list[str]] = {}
    for name in (name for name, count in rows_with(warehouse, made, staged, with_list).items() if count >= SEEN_ENOUGH):
        text, seen = named(unread_of(name)), f"count(distinct rowid // {made.blocks})"
        sql = (
            f"select {text} from {staged.faulty} where _faults > 0 and _faults & {wrong[name]} <> 0 "
            f"and length({text}) <= {LONGEST_SHOWN} and not regexp_matches({text}, '[0-9]{{6,}}') "
            f"group by {text} having {seen} >= {SEEN_ENOUGH} order by {seen} desc, {text} limit {EXAMPLES}"
        )
        found[name] = [value for (value,) in warehouse.rows(sql)]
    own = _identifying(warehouse, made, staged, list(dict.fromkeys(value for values in found.values() for value in values)))
    return {name: tuple(value for value in values if value not in own) for name, values in found.items()}


def rows_with(warehouse: Warehouse, made: Shape, staged: Staged, columns: list[str]) -> dict[str, int]:
    """Rows in which a cell of each of the columns could not be read."""
    wrong = {check.column: check.mask for check in made.checks if check.of_cell}
    asked = [name for name in columns if name in wrong]
    if not asked:
        return {}
    counts = ", ".join(f"count(*) filter (_faults > 0 and _faults & {wrong[name]} <> 0)" for name in asked)
    return dict(zip(asked, warehouse.rows(f"select {counts} from {staged.faulty}")[0], strict=True))


def _identifying(warehouse: Warehouse, made: Shape, staged: Staged, values: list[str]) -> set[str]:
    """Those of the values that stand in an identifying column of any row of the file, or would be read as what stands there."""
    columns = [made.building.contract.by_name[name] for name in IDENTIFIERS if name in made.given]
    if any(column.lookup is not None for column in columns):
        return set(values)  # what it became cannot be told from what it was
    if not values or not columns:
        return set()
    met: set[str] = set()
    for column in columns:
        reads = [accepted(column, f"({parsed(column, translated(column, quoted(value), '', ()))})") for value in values]
        met |= _stands(warehouse, named(column.name), staged.said(warehouse, column.name), dict(zip(values, reads, strict=True)))
        if column.name in made.unread:
            met |= _stands(warehouse, named(unread_of(column.name)), staged.faulty, {value: quoted(value) for value in values})
    return met


def _stands(warehouse: Warehouse, column: str, relation: str, values: Mapping[str, str]) -> set[str]:
    """Those of the values that stand in a column, whatever their capitals. `values`: with each, SQL of how it would stand there."""
    (texts,) = warehouse.rows(f"select {', '.join(f'lower(cast({sql} as varchar))' for sql in values.values())}")
    if not any(texts):
        return set()
    lower, wanted = f"lower(cast({column} as varchar))", listed(filter(None, texts))
    found = {text for (text,) in warehouse.rows(f"select distinct {lower} from {relation} where {lower} in ({wanted})")}
    return {value for value, text in zip(values, texts, strict=True) if text in found}
