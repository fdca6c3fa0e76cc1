"""How right linking is, asked of people whose NHS number is known: hide it, link again, and look whether it comes back.

The unit asked about is one person in one feed. All of the person's identities in that feed lose their number and the sender's
own number together, as if the feed had never had them, and one of them, drawn, is judged. So the answers are independent.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.people.models import read_models
from wholeplace.warehouse import Warehouse

FOLDER = Path(__file__).parent / "hidden"
AT_MOST = 20_000
"""People asked about: enough for a precision to within 0.1 of a per cent, few enough that the rest hardly notice their absence."""

ONE_IN = 10
"""At most one person in so many is asked about, so that linking again meets much the same population."""

Relink = Callable[[Warehouse], None]
"""Links the table `identities` anew and leaves `links`, with any numbers for persons. Must write nothing to the vault."""


def ask(warehouse: Warehouse, relink: Relink, *, seed: int, at_most: int = AT_MOST) -> pl.DataFrame:
    """identity_no, could, found, correct (1 or 0): one row for each person and feed asked about. Same input and seed, same answers.

    could: another feed gives the number with a name, so there is somebody to be found. found: linked to somebody with a number.
    correct: that is the person's own. Reads `identities` and `links`, and leaves them as they were. No numbers: no rows.
    """
    models = read_models(FOLDER)
    warehouse.run(f"create or replace table numbers_known as {models['numbers_known'].sql}")
    hidden, asked = _draw(
        warehouse.frame("select identity_no, feed, number_no, says_enough from numbers_known"), seed=seed, at_most=at_most
    )
    for name, frame in (("hidden", hidden), ("asked", asked)):
        warehouse.table_from(name, frame)
    with _hiding(warehouse, models["identities_with_hidden"].sql):
        if len(asked):
            relink(warehouse)
        else:
            warehouse.run("create or replace table links as select * from links_sent where false")
        judged = warehouse.frame(f"select * from ({models['judged'].sql}) as judged order by identity_no")
    for name in ("numbers_known", "hidden", "asked"):
        warehouse.run(f"drop table {name}")
    return judged


def _draw(numbered: pl.DataFrame, *, seed: int, at_most: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Identities whose numbers are hidden, and the one of each unit that is judged. Nothing depends on the order of rows."""
    dice = np.random.default_rng(seed)
    known = numbered.sort("identity_no")
    numbers = known.filter(pl.col("says_enough") == 1)["number_no"].unique().sort()
    size = min(at_most, -(-len(numbers) // ONE_IN))
    chosen = pl.DataFrame({"number_no": numbers.gather(dice.choice(len(numbers), size, replace=False)) if size else numbers.clear()})
    theirs = known.join(chosen, on="number_no", how="semi", maintain_order="left")
    tickets = theirs.with_columns(ticket=pl.Series(dice.permutation(len(theirs)), dtype=pl.Int64))
    able = tickets.filter(pl.col("says_enough") == 1).sort("ticket")
    asked = able.unique("number_no", keep="first", maintain_order=True).sort("identity_no")
    hidden = theirs.join(asked, on=["number_no", "feed"], how="semi", maintain_order="left")
    return hidden.select("identity_no"), asked.select("identity_no", "number_no")


@contextmanager
def _hiding(warehouse: Warehouse, with_hidden: str) -> Iterator[None]:
    """For the block, `identities` are those with hidden numbers and `links` is free to be made; afterwards both are as before."""
    kinds = dict(warehouse.rows("select table_name, table_type from information_schema.tables where table_name in ('identities', 'links')"))
    kind = {name: "view" if kinds[name] == "VIEW" else "table" for name in ("identities", "links")}
    for name in kind:
        warehouse.run(f"alter {kind[name]} {name} rename to {name}_sent")
    try:
        warehouse.run(f"create table identities as {with_hidden}")
        yield
    finally:
        for name in kind:
            warehouse.run(f"drop table if exists {name}")
            warehouse.run(f"alter {kind[name]} {name}_sent rename to {name}")
