"""A model: how often records of one person, and of two, agree in each way. Kept as a small file beside its training report."""

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SHIPPED = FOLDER.parent / "models" / "people.json"
OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """One way in which two records may agree. `when`: SQL; or `distance` (function, column, how close), or either of both."""

    name: str
    says: str
    when: str | None = None
    distance: tuple[str, str, float] | None = None
    common: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """All ways in which one thing about two records may agree, surest first; `other` stands for none of them.

    `missing`: SQL that says when there is nothing to compare. `least_common`: no value counts as rarer than this share.
    """

    name: str
    missing: str
    levels: tuple[Level, ...]
    least_common: float = 0.0

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the levels, `other` last."""
        return (*(level.name for level in self.levels), OTHER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rates:
    """Of one level: `m`, its share among pairs of one person; `u`, its share among pairs of two."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        """Evidence in bits: above 0 for one person, below for two."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """The rates of every level of every comparison, and the share of records looked for that are somebody known."""

    name: str
    share_known: float
    rates: Mapping[str, Mapping[str, Rates]]

    def save(self, path: Path) -> None:
        """Write the model as JSON: plain, sorted, the same bytes for the same model."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


def read_model(path: Path = SHIPPED) -> Model:
    """The model in a file that `Model.save` wrote. Weights are rounded nowhere."""
    told = json.loads(path.read_text(encoding="utf-8"))
    rates = {
        comparison: {level: Rates(m=rate["m"], u=rate["u"]) for level, rate in levels.items()}
        for comparison, levels in told["rates"].items()
    }
    return Model(name=told["name"], share_known=told["share_known"], rates=rates)


@cache
def comparisons() -> Mapping[str, Comparison]:
    """The comparisons of `levels.toml`, by name, in their order."""
    told = tomllib.loads((FOLDER / "levels.toml").read_text(encoding="utf-8"))["comparison"]
    return {one["name"]: comparison_of(one) for one in told}


def comparison_of(told: Mapping) -> Comparison:
    """A comparison from its TOML table."""
    levels = tuple(_level(level) for level in told["level"])
    return Comparison(name=told["name"], missing=told["missing"], levels=levels, least_common=told.get("least_common", 0.0))


def _level(told: Mapping) -> Level:
    distances = [(name, *told[name]) for name in ("jaro_winkler", "damerau_levenshtein") if name in told]
    return Level(
        name=told["name"],
        says=told["says"],
        when=told.get("when", told.get("or")),
        distance=distances[0] if distances else None,
        common=told.get("common"),
    )
