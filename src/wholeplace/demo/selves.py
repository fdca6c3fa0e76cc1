"""What people are called: names composed of invented parts, shared in families as names are, common ones common.

Nobody's name is a real name: see names.toml. A household shares a family name unless its members kept or joined theirs; some
bear a name they were born with elsewhere; some sons bear their father's name.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from wholeplace.demo.households import COMMUNITIES, Households
from wholeplace.demo.layout import Layout, Room
from wholeplace.demo.population import NOBODY, People
from wholeplace.demo.rates import number

_HOUSEHOLD, _JOINED, _OWN = 0, 1, 2
_FEMININE = {"ski": "ska", "cki": "cka"}
_DECADE = 3_652


@dataclass(frozen=True, kw_only=True, slots=True)
class Selves:
    """One row a person of a block. `middle`, `former`: null where there is none; `former`: the family name borne before."""

    given: pl.Series
    middle: pl.Series
    family: pl.Series
    former: pl.Series


@cache
def parts() -> dict[str, Any]:
    """names.toml."""
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))


@cache
def _listed(kind: str) -> tuple[pl.Series, np.ndarray, np.ndarray]:
    """All names of a kind ("given", "family"), and where each community's begin and how many they are, common ones first."""
    names: list[str] = []
    sizes = []
    for community in COMMUNITIES:
        own = parts()[community]
        pieces = [own[f"{kind}_{part}"] for part in ("fronts", "middles", "backs") if f"{kind}_{part}" in own]
        made = sorted({"".join(each) for each in product(*pieces)})
        shuffled = np.random.default_rng(len(made)).permutation(len(made))  # the order of how common they are, of every place
        names += [made[n] for n in shuffled]
        sizes.append(len(made))
    return pl.Series(names), np.cumsum([0, *sizes[:-1]]), np.array(sizes)


@cache
def _steps(size: int) -> np.ndarray:
    """Cumulative shares of `size` names, the n-th as common as 1 / (n + names.flat) ^ names.steep."""
    shares = 1 / (np.arange(size) + number("names.flat")) ** number("names.steep")
    return np.cumsum(shares) / shares.sum()


def draw_names(rng: np.random.Generator, kind: str, community: np.ndarray, shift: np.ndarray | int = 0) -> pl.Series:
    """A name of each community, common ones often. `shift`: so many names further down the list, for fashions that pass."""
    names, first, sizes = _listed(kind)
    choice = rng.random(len(community))
    at = np.zeros(len(community), dtype=np.int64)
    for index, size in enumerate(sizes):
        rows = np.flatnonzero(community == index)
        at[rows] = np.searchsorted(_steps(int(size)), choice[rows])
    at = np.minimum(at, sizes[community] - 1)
    return names.gather(pl.Series(((at + shift) % sizes[community] + first[community]).astype(np.uint32)))


def selves_of(layout: Layout, people: People, homes: Households, block: int) -> Selves:
    """Name everyone of a block."""
    rng = layout.rng(block, Room.NAMES)
    fashion = people.born // _DECADE * 41
    given = draw_names(rng, "given", homes.community, fashion)
    middle = draw_names(rng, "given", homes.community, fashion)
    given = _after_fathers(rng, people, homes, given)
    has_middle = pl.Series(rng.random(len(people)) < number("names.middle"))
    family, former = _family(rng, people, homes)
    return Selves(given=given, middle=middle.set(~has_middle, None), family=family, former=former)


def _after_fathers(rng: np.random.Generator, people: People, homes: Households, given: pl.Series) -> pl.Series:
    """Some boys bear the given name of the man of their household."""
    father = homes.first_of(homes.adult & ~people.female)[homes.household]
    named = ~homes.adult & ~people.female & (father != NOBODY) & (rng.random(len(people)) < number("names.after_father"))
    rows = np.flatnonzero(named)
    return given.scatter(rows, given.gather(pl.Series(father[rows].astype(np.uint32))))


def _family(rng: np.random.Generator, people: People, homes: Households) -> tuple[pl.Series, pl.Series]:
    """Family name, and the one borne before by some who took another's."""
    count = len(people)
    first = homes.first_of(homes.adult)
    head = np.where(first == NOBODY, homes.first_of(np.ones(count, dtype=bool)), first)
    shared = draw_names(rng, "family", homes.community[head])
    together = shared.gather(pl.Series(homes.household.astype(np.uint32)))
    own = draw_names(rng, "family", homes.community)
    choice = rng.random(count)
    keeps = np.where(homes.adult, number("names.partner_keeps"), number("names.child_other"))
    joins = keeps + number("names.double_barrelled")
    partner = head[homes.household] != np.arange(count)
    how = np.where(partner & (choice < keeps), _OWN, np.where(partner & (choice < joins), _JOINED, _HOUSEHOLD))
    table = pl.DataFrame({"together": together, "own": own, "how": how, "female": people.female, "ski": homes.community == 1})
    married = partner & homes.adult & people.female & (how != _OWN) & (rng.random(count) < number("names.former_known"))
    feminine = rng.random(count) < number("names.feminine")
    named = table.select(
        family=pl.when(pl.col("how") == _OWN).then("own")
        .when(pl.col("how") == _JOINED).then(pl.col("own") + "-" + pl.col("together")).otherwise("together"),
        former=pl.when(pl.Series(married)).then("own"),
        turned=pl.col("female") & pl.col("ski") & pl.Series(feminine),
    )  # fmt: skip
    turned = [pl.when("turned").then(_ended(pl.col(name))).otherwise(name).alias(name) for name in ("family", "former")]
    named = named.with_columns(turned)
    return named["family"], named["former"]


def _ended(name: pl.Expr) -> pl.Expr:
    """A family name as women bear it."""
    for masculine, feminine in _FEMININE.items():
        name = name.str.replace_all(f"{masculine}(-|$)", f"{feminine}$1")
    return name
