"""Names by community for the linkage benchmark, from linkage_names.toml: pools with Zipf's skew, and how to draw from them."""

import itertools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
RARE_FAMILIES = 60_000  # the most composed names that a community's tail holds
LAST_OF_OLD, LAST_OF_MIDDLE = 1952, 1984  # years of birth: English given names went by three fashions


@dataclass(frozen=True, kw_only=True, slots=True)
class Pool:
    """Names to draw from. `cumulated`: shares, added up. `women`: the form that women bear, where it is another."""

    names: np.ndarray
    women: np.ndarray
    cumulated: np.ndarray

    def drawn(self, draw: np.ndarray) -> np.ndarray:
        """The place in the pool for each number between 0 and 1."""
        return np.minimum(np.searchsorted(self.cumulated, draw), len(self.names) - 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Community:
    """One community's names. `given`: a pool for each sex and fashion. `seconds`: Singh and Kaur, or nothing."""

    name: str
    share: float
    household: np.ndarray
    given: Mapping[tuple[str, int], Pool]
    families: Pool
    prefixes: tuple[str, ...]
    prefixed: float
    women_as_family: tuple[str, ...]
    seconds: tuple[str, str] | None


def communities() -> list[Community]:
    """Every community of linkage_names.toml, in its order. Shares add up to 1."""
    told = tomllib.loads((HERE / "linkage_names.toml").read_text())
    whole = sum(each["share"] for each in told.values())
    return [_community(name, each, whole) for name, each in told.items()]


def variants(kind: str) -> dict[str, list[str]]:
    """Names of linkage_variants.txt, each with what may stand for it. Of kind 'n' only a group's first name has others; of 't' all do."""
    others: dict[str, list[str]] = {}
    for line in (HERE / "linkage_variants.txt").read_text().splitlines():
        this, *names = line.split()
        for name in names[:1] if this == kind == "n" else names if this == kind else ():
            others.setdefault(name, []).extend(other for other in names if other != name)
    return others


def _community(name: str, told: Mapping, whole: float) -> Community:
    return Community(
        name=name,
        share=told["share"] / whole,
        household=np.array(told["household"]),
        given={(sex, fashion): _given(told, sex, fashion) for sex in ("women", "men") for fashion in range(3)},
        families=_families(told),
        prefixes=tuple(told.get("prefixes", "").split()),
        prefixed=told.get("prefixed", 0.0),
        women_as_family=tuple(told.get("women_as_family", "").split()),
        seconds=(told["women_second"], told["men_second"]) if "men_second" in told else None,
    )


def _given(told: Mapping, sex: str, fashion: int) -> Pool:
    key = f"{sex}_{('old', 'middle', 'young')[fashion]}"
    names = told[key if key in told else sex].split()
    if "rare_men" in told:
        fronts, ends = told[f"rare_{sex}"].split(), told[f"rare_{sex}_ends"].split()
    else:
        fronts, ends = names[::3], ("a", "ina", "een") if sex == "women" else ("an", "in", "u")
    rare = [front + end for front, end in itertools.product(fronts, ends)]
    weights = np.concatenate([_zipf(len(names), 5) * (1 - told["rare_given"]), np.full(len(rare), told["rare_given"] / len(rare))])
    return _pool([*names, *rare], weights)


def _families(told: Mapping) -> Pool:
    common = told["families"].split()
    links = ["" if link == "." else link for link in told["links"].split()]
    made = []
    for stem, link, end in itertools.product(told["stems"].split(), links, told["ends"].split()):
        men, _, women = end.partition("/")
        made.append(f"{stem}{link}{men}/{stem}{link}{women}" if women else f"{stem}{link}{men}")
    order = np.random.default_rng(7).permutation(len(made))[:RARE_FAMILIES]  # which composed names are the commoner is of no matter
    known = set(common)
    names = [*common, *(made[place] for place in order if made[place] not in known)]
    return _pool(names, _zipf(len(names), told["flatness"]))


def _zipf(count: int, flatness: float) -> np.ndarray:
    weights = 1 / (np.arange(count) + flatness)
    return weights / weights.sum()


def _pool(names: list[str], weights: np.ndarray) -> Pool:
    men = [name.partition("/")[0] for name in names]
    women = [name.partition("/")[2] or name for name in names]
    return Pool(names=np.array(men, dtype=object), women=np.array(women, dtype=object), cumulated=np.cumsum(weights))
