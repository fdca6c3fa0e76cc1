"""A place's own weights: learnt from its own records, without truth, and kept in its folder beside the report of how."""

import os
from datetime import date

from wholeplace.feeds import received
from wholeplace.people.forgotten import drop_forgotten
from wholeplace.people.knowing import load_identities, load_received
from wholeplace.people.link import LinkSettings
from wholeplace.people.link.linking import prepare
from wholeplace.people.link.model.train import TrainingReport, train
from wholeplace.people.linking import OWN_MODEL
from wholeplace.people.sources import sources_of
from wholeplace.people.vault import open_store
from wholeplace.place import Place
from wholeplace.place.folder import state_folder
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Warehouse, memory_gib

ROOM = "people"
SEED = 1
AT_LEAST = 1_000
"""Records without a number below which nothing is learnt: rates of rare agreements would be noise. A convention of ours."""

REPORT = "training.json"


def train_model(place: Place, *, today: date, progress: Progress = quiet) -> TrainingReport:
    """Learn the place's own weights from all that was received; leave them and their report (of `today`) in its folder `linkage`.

    The same records, the same weights. Raises DataProblem when too few records lack a number to learn from.
    """
    progress(ROOM, "Learning how records of one person agree", 0.0)
    sources, store = sources_of(received(place)), open_store(place.folder)
    with Warehouse(spill=state_folder(place.folder) / "spill", memory_gib=memory_gib(os.environ)) as warehouse:
        load_received(warehouse, sources, load_identities(warehouse, sources, store.key))
        drop_forgotten(warehouse, store)
        prepare(warehouse, LinkSettings())
        ((seeking,),) = warehouse.rows("select count(*) from seeking")
        if seeking < AT_LEAST:
            raise DataProblem("No weights were learnt", [_too_few(seeking)])
        name = place.settings.name
        model, report = train(warehouse, name=name, data=f"the records of {name}", today=today, seed=SEED)
    path = place.folder / OWN_MODEL
    path.parent.mkdir(exist_ok=True)
    report.save(path.with_name(REPORT))
    model.save(path)
    progress(ROOM, "Learning how records of one person agree", 1.0)
    return report


def _too_few(count: int) -> Problem:
    return Problem(
        where="wholeplace link --train",
        what=f"only {count:,} records have no NHS number.",
        why=f"From fewer than {AT_LEAST:,} the weights would be chance.",
        fix="Link with the weights that come with the tool: leave --train out.",
    )
