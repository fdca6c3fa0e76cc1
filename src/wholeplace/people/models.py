"""Runs SQL models in the order in which they need each other. A model is one query in one file, named by the file."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from wholeplace.warehouse import LargeWork, tables_read


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """One named query. `says`: the comment at its top, for people. `reads`: every table it reads."""

    name: str
    sql: str
    says: str
    reads: frozenset[str]


def model_of(name: str, sql: str) -> Model:
    """A model from the text of its query."""
    comments = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        comments.append(line.removeprefix("--").strip())
    return Model(name=name, sql=sql, says="\n".join(comments), reads=tables_read(sql))


@cache  # the files are ours and do not change while we run
def read_models(folder: Path) -> Mapping[str, Model]:
    """Every model under `folder`, by name. Two files of one name are a fault of ours, not of the data."""
    models: dict[str, Model] = {}
    for path in sorted(folder.rglob("*.sql")):
        if path.stem in models:
            raise ValueError(f"Two models are called {path.stem}; a model's name is its file's name.")
        models[path.stem] = model_of(path.stem, path.read_text(encoding="utf-8"))
    return models


def in_order(models: Mapping[str, Model]) -> tuple[Model, ...]:
    """The models so that each comes after all that it reads; among the ready ones, by name."""
    sorter = TopologicalSorter({name: sorted(model.reads & models.keys()) for name, model in models.items()})
    ordered: list[Model] = []
    try:
        sorter.prepare()
    except CycleError as cycle:
        raise ValueError(f"Models read each other in a circle: {' -> '.join(cycle.args[1])}.") from cycle
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered += [models[name] for name in ready]
        sorter.done(*ready)
    return tuple(ordered)


def needed_for(wanted: Collection[str], models: Mapping[str, Model]) -> dict[str, Model]:
    """The wanted models and all that they read, directly or through others."""
    found: dict[str, Model] = {}
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in models and name not in found:
            found[name] = models[name]
            waiting += sorted(models[name].reads)
    return found


def unwatched(_name: str, _share: float) -> None:
    """Nobody asks which model runs."""


def run_models(
    warehouse: LargeWork,
    models: Mapping[str, Model],
    *,
    keep: Collection[str],
    watch: Callable[[str, float], object] = unwatched,
) -> None:
    """Make every model a table, in order. A table that nothing needs any more, and is not to `keep`, is dropped."""
    ordered = in_order(models)
    for number, model in enumerate(ordered):
        watch(model.name, number / len(ordered))
        warehouse.run(f"create or replace table {model.name} as {model.sql}")
        still_read = set(keep).union(*(later.reads for later in ordered[number + 1 :]))
        for read in sorted((model.reads & models.keys()) - still_read):
            warehouse.run(f"drop table {read}")
