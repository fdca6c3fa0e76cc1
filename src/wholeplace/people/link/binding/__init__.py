"""What identities say of themselves by number: the NHS number first, then the sender's own id. Wrong use is found and undone."""

from pathlib import Path

from wholeplace.people.models import read_models, run_models
from wholeplace.warehouse import Warehouse

MODELS = Path(__file__).parent
ENTITIES = MODELS.parent / "entities"
HANDLES = {"number": "usable_numbers", "local": "local_ids"}


def bind(warehouse: Warehouse) -> None:
    """Leaves `entities` (identity_no, entity_no, number, how) and `contradicted` (identity_no, issuer, handle, majority_no).

    Reads `identities`, `standard`, `texts` and `limits`. No entity holds two NHS numbers. An identity whose number or local id
    belongs to somebody else by name and birth date is bound by neither.
    """
    models = read_models(MODELS)
    for kind, source in HANDLES.items():
        warehouse.run(f"create or replace table handles as {models[source].sql}")
        checks = {name: model for name, model in models.items() if name not in HANDLES.values()}
        run_models(warehouse, checks, keep=("held", "contradicted"))
        warehouse.run(f"create or replace table {kind}_held as select * from held")
        warehouse.run(f"create or replace table {kind}_contradicted as select * from contradicted")
    warehouse.run("create or replace view not_theirs as select identity_no, handle from number_contradicted")
    run_models(warehouse, read_models(ENTITIES), keep=("entities",))
    warehouse.run("create or replace table contradicted as select * from number_contradicted union all select * from local_contradicted")
    warehouse.run("drop view not_theirs")
    for name in ("handles", "held", "number_held", "local_held", "number_contradicted", "local_contradicted"):
        warehouse.run(f"drop table {name}")


__all__ = ["bind"]
