"""Runs of the flow model, kept beside the place so that a page can look at years of the model without running it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wholeplace.flow import Effort, costs_of_runs, read_network
from wholeplace.place import Place
from wholeplace.place.folder import state_folder
from wholeplace.terms.progress import Progress, quiet

FILE = "model_costs.json"
_ONLY_OWNER = 0o600


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelCosts:
    """What each service of the model cost in each run, in pounds over the forecast; and by what the runs can be made again."""

    costs: Mapping[str, "np.ndarray"]
    runs: int
    seed: int


def run_model(place: Place, *, runs: int, seed: int, progress: Progress = quiet) -> ModelCosts:
    """Run the place's network and keep what each service cost. Raises DataProblem where the place has no network that can be read."""
    costs = costs_of_runs(read_network(place), effort=Effort(replications=runs, seed=seed, searches=False), progress=progress)
    kept = {"made_from": _made_from(place), "runs": runs, "seed": seed, "costs": {name: cost.tolist() for name, cost in costs.items()}}
    target = state_folder(place.folder) / FILE
    target.parent.mkdir(mode=0o700, exist_ok=True)
    making = target.with_suffix(".making")
    making.write_text(json.dumps(kept, sort_keys=True), encoding="utf-8")
    making.chmod(_ONLY_OWNER)
    making.replace(target)
    return ModelCosts(costs=costs, runs=runs, seed=seed)


def model_kept(place: Place) -> ModelCosts | None:
    """The runs that were kept last. None where there are none, or where the network or its numbers changed since."""
    file = state_folder(place.folder) / FILE
    if not file.is_file():
        return None
    held = json.loads(file.read_text("utf-8"))
    if held["made_from"] != _made_from(place):
        return None
    costs = {name: np.array(cost, dtype=np.float64) for name, cost in held["costs"].items()}
    return ModelCosts(costs=costs, runs=held["runs"], seed=held["seed"])


def _made_from(place: Place) -> str:
    """A fingerprint of the files that the network is read from."""
    files = sorted((place.folder / "assumptions").glob("*.toml"))
    return hashlib.sha256("".join(_line(file) for file in files).encode()).hexdigest()


def _line(file: Path) -> str:
    return f"{file.name}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"
