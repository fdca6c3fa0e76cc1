"""From identities to links: the steps of linking, each called once, in their order."""

import secrets
from collections.abc import Sequence

import polars as pl

from wholeplace.people.link.binding import bind
from wholeplace.people.link.cascade import run_among_unknown, run_cascade
from wholeplace.people.link.keys import Store, give_keys
from wholeplace.people.link.model import FOLDER as MODEL_FOLDER
from wholeplace.people.link.model import block, count_population, load_records, read_model, score
from wholeplace.people.link.persons import Edge, Joined, join_persons, person_frame
from wholeplace.people.link.settings import LinkSettings
from wholeplace.people.link.shapes import LinkRun
from wholeplace.people.link.standard import standardise
from wholeplace.people.models import read_models, run_models
from wholeplace.people.vault.keys import Draw
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Warehouse

FOLDER = MODEL_FOLDER.parent
ROOM = "people"
DECIDED = {"identity_no": pl.Int64, "other_identity_no": pl.Int64, "same": pl.Boolean}
GREY = {"identity_no": "bigint", "other_identity_no": "bigint", "probability": "double", "weight": "double", "why": "varchar"}
PASSING = (
    "limits", "texts", "given_codes", "family_codes", "standard", "number_contradicted", "local_contradicted", "unknown_rows",
    "seeking", "found", "found_among", "given_shares", "family_shares", "birth_shares", "postcode_shares", "pairs", "model_records",
    "crowded_properties", "scored", "candidates", "ranked_known", "accepted", "accepted_among", "grey", "persons_joined",
    "unknown_belong", "decided_now",
)  # fmt: skip
"""Tables made on the way. None is left."""


def link_identities(
    warehouse: Warehouse,
    store: Store | None = None,
    *,
    settings: LinkSettings | None = None,
    decisions: pl.DataFrame | None = None,
    progress: Progress = quiet,
    draw: Draw = secrets.token_bytes,
) -> LinkRun:
    """Links every identity of table `identities` to a person. Leaves `links` and `grey_pairs`, and keeps the keys in `store`.

    The same identities, decisions and model give the same persons, in whatever order the rows come; only new keys are random.
    `store`: where keys are kept from run to run; None: nowhere, so every key is new. `decisions`: identity_no,
    other_identity_no, same: pairs that a reviewer decided; they always hold. `draw`: gives random bytes; tests pass another.
    Raises DataProblem when the engine of the model is not to be had or stops.
    """
    settings = settings or LinkSettings()
    progress(ROOM, "Reading names and numbers", 0.0)
    prepare(warehouse, settings, decisions)
    progress(ROOM, "Linking by rule", 0.4)
    run_cascade(warehouse)
    run_among_unknown(warehouse)
    progress(ROOM, "Linking by weight of evidence", 0.6)
    weigh(warehouse, settings)
    joined = _join(warehouse)
    _settle(warehouse, joined)
    progress(ROOM, "Giving each person one key", 0.9)
    give_keys(warehouse, store, draw=draw)
    run = _told(warehouse)
    warehouse.run("drop view belongs")
    for table in PASSING:
        warehouse.run(f"drop table if exists {table}")
    return run


def prepare(warehouse: Warehouse, settings: LinkSettings, decisions: pl.DataFrame | None = None) -> None:
    """From `identities` to `standing` (people with an NHS number), `seeking` (all others), and how common each value is."""
    warehouse.table_from("decided_now", pl.DataFrame(schema=DECIDED) if decisions is None else decisions.select(DECIDED.keys()))
    warehouse.table_from("limits", pl.DataFrame([settings.limits()]))
    standardise(warehouse)
    bind(warehouse)
    rows = read_models(FOLDER / "rows")
    warehouse.run(f"create or replace view standing as {rows['known_rows'].sql}")
    warehouse.run(f"create or replace table unknown_rows as {rows['unknown_rows'].sql}")
    warehouse.run("create or replace table seeking as select * from unknown_rows")
    count_population(warehouse)


def weigh(warehouse: Warehouse, settings: LinkSettings) -> None:
    """Leaves `candidates`, `accepted`, `accepted_among` and `grey`: what the model says of those that no rule gave to anybody."""
    model = read_model(settings.model) if settings.model else read_model()
    ((people,),) = warehouse.rows("select count(distinct entity_no) from standard where entity_no < 0")
    warehouse.run(f"create or replace view standing as {read_models(FOLDER / 'rows')['all_rows'].sql}")
    block(warehouse)
    load_records(warehouse)
    score(warehouse, model, prior=model.share_known / max(people, settings.people_at_least), engine=settings.engine)
    warehouse.run("drop view standing")
    models = read_models(FOLDER / "choice")
    run_models(warehouse, models, keep=tuple(models))


def _join(warehouse: Warehouse) -> Joined:
    """Persons from all that joins entities: a reviewer's word first, then rules, then the model, the surest first.

    Those that a rule gave to somebody known stand for that person already.
    """
    warehouse.run(f"delete from found where entity_no in ({read_models(FOLDER / 'decided')['found_apart'].sql})")
    decided = warehouse.rows(f"{read_models(FOLDER / 'decided')['decided_entities'].sql} order by 1, 2")
    edges: list[Edge] = [(one, other, "review", None) for one, other, same in decided if same]
    edges += _edges(warehouse, "select distinct entity_no, other_no, 'rule', null from found_among order by entity_no, other_no")
    columns = "entity_no, other_no, weight, probability"
    sure = f"select {columns} from accepted union all select {columns} from accepted_among"
    order = "order by weight desc, entity_no, other_no"
    edges += _edges(warehouse, f"select entity_no, other_no, 'model', probability from ({sure}) as sure {order}")
    return join_persons(edges, [(one, other) for one, other, same in decided if not same])


def _edges(warehouse: Warehouse, sql: str) -> Sequence[Edge]:
    return warehouse.rows(sql)  # type: ignore[return-value]  rows are plain tuples


def _settle(warehouse: Warehouse, joined: Joined) -> None:
    """Leaves `belongs` and `grey_pairs`. What a reviewer decided is asked no more."""
    warehouse.table_from("persons_joined", person_frame(joined))
    warehouse.run(f"create or replace table grey_pairs as {read_models(FOLDER / 'outcome')['grey_pairs'].sql}")
    models = read_models(FOLDER / "outcome")
    warehouse.run(f"create or replace table unknown_belong as {models['unknown_belong'].sql}")
    warehouse.run(f"create or replace view belongs as {models['belongs'].sql}")


def _told(warehouse: Warehouse) -> LinkRun:
    ((identities,),) = warehouse.rows("select count(*) from identities")
    ((persons, linked),) = warehouse.rows("select count(distinct person_key), count(*) from links")
    ((waiting,),) = warehouse.rows("select count(*) from grey_pairs")
    return LinkRun(
        version=1,
        identities=identities,
        persons=persons,
        by_how=dict(warehouse.rows("select how, count(*) from links group by how order by how")),
        unlinked=identities - linked,
        to_review=waiting,
    )
