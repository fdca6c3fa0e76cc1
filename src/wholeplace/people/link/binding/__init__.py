"""What identities say of themselves by number: the NHS number first, then the sender's own id. Wrong use is found and undone."""

from pathlib import Path

from wholeplace.people.models import read_models, run_models
from wholeplace.warehouse import Warehouse

MODELS = Path(__file__).parent
ENTITIES, DECIDED = MODELS.parent / "entities", MODELS.parent / "decided"
HANDLES = ("number", "local")


def bind(warehouse: Warehouse) -> None:
    """Puts `entity_no` of `standard` right; leaves `number_contradicted` and `local_contradicted` (identity_no, majority_no).

    An entity is the start of a person: the identities of one NHS number (below nought), or of one local id, or one alone. None
    holds two NHS numbers. An identity whose number or local id belongs to somebody else by name and birth date is bound by
    neither. Reads `identities`, `standard`, `texts`, `limits` and `decided_now`.
    """
    for kind in HANDLES:
        warehouse.run(
            f"create or replace view handles as select identity_no, {kind}_no as handle_no, given_no, family_no, birth_no "
            f"from standard where {kind}_no is not null"
        )
        run_models(warehouse, read_models(MODELS), keep=("contradicted",))
        warehouse.run(f"create or replace table {kind}_contradicted as select * from contradicted")
    warehouse.run("drop view handles")
    warehouse.run("drop table contradicted")
    run_models(warehouse, read_models(ENTITIES), keep=("corrections",))
    _correct(warehouse)
    warehouse.run(f"create or replace table corrections as {read_models(DECIDED)['taken_out'].sql}")
    _correct(warehouse)
    warehouse.run("drop table corrections")


def _correct(warehouse: Warehouse) -> None:
    """In place, because a copy of millions of rows for the sake of a few takes seconds."""
    warehouse.run(
        "update standard set entity_no = corrections.right_no from corrections where corrections.identity_no = standard.identity_no"
    )


__all__ = ["bind"]
