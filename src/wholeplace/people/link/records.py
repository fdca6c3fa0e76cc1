"""Links the rows of any table that names people: the same standard form, comparisons and model, learnt from the table itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from wholeplace.people.link.clusters import cluster_rows
from wholeplace.people.link.model.expectation import learn_m, rates_from, shares_of
from wholeplace.people.link.model.scoring import score
from wholeplace.people.link.model.weights import Comparison, Level, Model, Rates, comparisons
from wholeplace.people.link.standard.columns import meanings, postcode_parts
from wholeplace.people.link.standard.names import name_parts, plain
from wholeplace.terms import WrongUse
from wholeplace.warehouse import Warehouse

ROLES = ("given_name", "family_name", "birth_date", "postcode", "address", "sex")
RANDOM_PAIRS = 400_000
LARGEST_BLOCK = 200
ROUNDS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordLinks:
    """`pairs`: row, other_row, weight, probability, for every pair that was compared (rows count from 0). `clusters`: row,
    cluster: the first row of those that are one. `model`: what was learnt."""

    pairs: pl.DataFrame
    clusters: pl.DataFrame
    model: Model


def link_records(  # what each column is, and where the dice start; all but the first two may be left out
    frame: pl.DataFrame,
    *,
    roles: Mapping[str, str],
    ids: Sequence[str] = (),
    texts: Sequence[str] = (),
    source: str | None = None,
    seed: int = 1,
) -> RecordLinks:
    """Which rows of `frame` are about one person. Learns without truth; the same frame and seed give the same links.

    `roles`: ROLES -> column of the frame; roles may be left out. `ids`: columns of numbers or addresses that name one person
    (with errors). `texts`: other columns that describe the person. `source`: column that says where a row is from; rows of one
    source are then different people. For tables of some ten thousand rows. Raises WrongUse for a role that there is not.
    """
    if unknown := sorted(set(roles) - set(ROLES)):
        raise WrongUse(f'There is no role "{unknown[0]}". Roles are: {", ".join(ROLES)}.')
    rows = _rows(frame, roles, (*ids, *texts))
    compared = (*comparisons().values(), *(_id(name) for name in ids), *(_text(name) for name in texts))
    apart = frame[source].rank("dense").to_numpy() if source else None
    with Warehouse() as warehouse:
        warehouse.table_from("model_records", rows)
        model, prior = _learn(warehouse, rows, compared, apart=apart, seed=seed)
        known = [one for one in compared if one.name in model.rates]
        score(warehouse, model, prior=prior, compared=known)
        scored = warehouse.frame(
            "select identity_no as row, other_identity_no as other_row, weight, probability from scored "
            "order by weight desc, identity_no, other_identity_no"
        )
    return RecordLinks(pairs=scored, clusters=_clusters(scored, len(frame), apart), model=model)


def _rows(frame: pl.DataFrame, roles: Mapping[str, str], others: Sequence[str]) -> pl.DataFrame:
    """The columns that the model compares, one row for each of the frame, numbered from 0."""
    blank = pl.Series([None] * len(frame), dtype=pl.String)
    said = {role: frame[roles[role]].cast(pl.String) if role in roles else blank for role in ROLES}
    given = meanings(name_parts(said["given_name"]), "first").rename({"first": "given", "rest": "given_rest"}).drop("whole")
    family = meanings(name_parts(said["family_name"]), "whole").rename({"whole": "family"})
    given = given.rename({"sound": "given_sound", "alias_1": "given_alias", "alias_2": "given_alias_2", "alias_3": "given_alias_3"})
    family = family.rename({"sound": "family_sound", "alias_1": "family_alias", "first": "family_first", "rest": "family_rest"})
    digits = plain(said["birth_date"]).str.replace_all(r"\D", "")
    rows = pl.DataFrame({"said_given": said["given_name"], "said_family": said["family_name"], "said_postcode": said["postcode"]})
    rows = rows.with_row_index("identity_no").with_columns(pl.col("identity_no").cast(pl.Int64))
    rows = rows.join(given, left_on="said_given", right_on="raw", how="left", maintain_order="left")
    rows = rows.join(family.drop("alias_2", "alias_3"), left_on="said_family", right_on="raw", how="left", maintain_order="left")
    rows = rows.join(postcode_parts(said["postcode"]), left_on="said_postcode", right_on="raw", how="left", maintain_order="left")
    rows = rows.with_columns(
        pl.Series("birth", digits).str.zfill(8),
        pl.Series("house", said["address"]).str.extract(r"([0-9]+[a-z]?)"),
        pl.Series("sex", plain(said["sex"])),
        pl.lit(None, dtype=pl.String).alias("uprn"),
        pl.col("family").alias("family_no"),
        *(plain(frame[name].cast(pl.String)).str.replace_all(" ", "").alias(_column(name)) for name in others),
    ).drop("said_given", "said_family", "said_postcode")
    common = ("given", "family", "birth", "postcode", *(_column(name) for name in others))
    shares = [(pl.len().over(name) / pl.col(name).count()).alias(f"tf_{name}") for name in common]
    return rows.with_columns(shares)


def _column(name: str) -> str:
    return f"also_{plain(pl.Series([name]))[0].replace(' ', '_')}"


def _id(name: str) -> Comparison:
    column = _column(name)
    levels = (
        Level(name="exact", says="they agree", when=f"{column}_l = {column}_r", common=column),
        Level(name="digit", says="all but one character", distance=("damerau_levenshtein", column, 1)),
        Level(name="two_digits", says="all but two characters", distance=("damerau_levenshtein", column, 2)),
        Level(name="close", says="alike", distance=("jaro_winkler", column, 0.88)),
    )
    return Comparison(name=column, missing=f"{column}_l is null or {column}_r is null", levels=levels)


def _text(name: str) -> Comparison:
    column = _column(name)
    levels = (
        Level(name="exact", says="they agree", when=f"{column}_l = {column}_r", common=column),
        Level(name="close", says="all but a letter or two", distance=("jaro_winkler", column, 0.92)),
        Level(name="near", says="alike", distance=("jaro_winkler", column, 0.8)),
    )
    return Comparison(name=column, missing=f"{column}_l is null or {column}_r is null", levels=levels)


def _learn(
    warehouse: Warehouse, rows: pl.DataFrame, compared: Sequence[Comparison], *, apart: np.ndarray | None, seed: int
) -> tuple[Model, float]:
    """The model, and the probability that two rows taken at random are one. Leaves `pairs`: those worth a look."""
    possible = _possible_pairs(len(rows), apart)
    warehouse.table_from("pairs", _random_pairs(len(rows), apart, seed))
    blank = _blank(compared)
    patterns = _patterns(warehouse, blank, compared)
    compared = [one for one in compared if len(patterns.filter(pl.col(f"agree_{one.name}") >= 0))]
    u = {one.name: shares_of(_by_level(patterns, one)) for one in compared}
    warehouse.table_from("pairs", _blocked(rows, apart))
    patterns = _patterns(warehouse, _blank(compared), compared)
    names = [one.name for one in compared]
    start = {one.name: _first_guess(len(one.names)) for one in compared}
    matrix = patterns.select([f"agree_{name}" for name in names]).to_numpy().astype(np.int64)
    learnt = learn_m(matrix, patterns["pairs"].to_numpy().astype(float), names, u, start=start, chosen=True)
    rates = {one.name: rates_from(learnt.m[one.name], u[one.name], one.names) for one in compared}
    prior = learnt.share * float(patterns["pairs"].sum()) / possible
    return Model(name="learnt from these records", share_known=learnt.share, rates=rates), prior


def _possible_pairs(count: int, apart: np.ndarray | None) -> float:
    every = count * (count - 1) / 2
    return every if apart is None else every - sum(size * (size - 1) / 2 for size in np.bincount(apart))


def _random_pairs(count: int, apart: np.ndarray | None, seed: int) -> pl.DataFrame:
    dice = np.random.default_rng(seed)
    one, other = dice.integers(0, count, RANDOM_PAIRS), dice.integers(0, count, RANDOM_PAIRS)
    wanted = (one < other) if apart is None else (one < other) & (apart[one] != apart[other])
    return pl.DataFrame({"identity_no": one[wanted], "other_identity_no": other[wanted]}).unique(maintain_order=True)


def _blocked(rows: pl.DataFrame, apart: np.ndarray | None) -> pl.DataFrame:
    """Pairs that agree in one of several things that few share, or in two that more do."""
    others = [name for name in rows.columns if name.startswith("also_")]
    single = ["birth", *others]
    keys = [[name] for name in single] + [list(pair) for pair in combinations(("given_sound", "family_sound", "postcode", "house"), 2)]
    keys += [["family_sound"], ["given_sound"], ["given_sound", "birth_year"], ["postcode", "birth_year"]]
    rows = rows.with_columns(birth_year=pl.col("birth").str.slice(0, 4))
    frames = []
    for key in keys:
        held = rows.select("identity_no", *key).drop_nulls()
        held = held.filter(pl.len().over(key) <= LARGEST_BLOCK)
        met = held.join(held, on=key, suffix="_other").filter(pl.col("identity_no") < pl.col("identity_no_other"))
        frames.append(met.select("identity_no", other_identity_no="identity_no_other"))
    swapped = rows.select("identity_no", "given", "family").drop_nulls()
    met = swapped.join(swapped, left_on=["given", "family"], right_on=["family", "given"], suffix="_other")
    met = met.filter(pl.col("identity_no") < pl.col("identity_no_other"))
    frames.append(met.select("identity_no", other_identity_no="identity_no_other"))
    pairs = pl.concat(frames).unique().sort("identity_no", "other_identity_no")
    if apart is None:
        return pairs
    return pairs.filter(pl.Series(apart[pairs["identity_no"].to_numpy()] != apart[pairs["other_identity_no"].to_numpy()]))


def _patterns(warehouse: Warehouse, blank: Model, compared: Sequence[Comparison]) -> pl.DataFrame:
    score(warehouse, blank, prior=0.5, compared=compared)
    names = ", ".join(f"agree_{one.name}" for one in compared)
    return warehouse.frame(f"select {names}, count(*) as pairs from scored group by {names} order by {names}")


def _blank(compared: Sequence[Comparison]) -> Model:
    rates = {one.name: {level: Rates(m=1 / len(one.names), u=1 / len(one.names)) for level in one.names} for one in compared}
    return Model(name="blank", share_known=0.5, rates=rates)


def _by_level(patterns: pl.DataFrame, one: Comparison) -> np.ndarray:
    seen = patterns.filter(pl.col(f"agree_{one.name}") >= 0)
    return np.bincount(seen[f"agree_{one.name}"].to_numpy(), weights=seen["pairs"].to_numpy(), minlength=len(one.names))


def _first_guess(levels: int) -> np.ndarray:
    guess = np.full(levels, 0.1 / (levels - 1))
    guess[-1] = 0.9
    return guess


def _clusters(scored: pl.DataFrame, count: int, apart: np.ndarray | None) -> pl.DataFrame:
    sources = None if apart is None else apart.tolist()
    found = cluster_rows(_within_chains(scored, count).iter_rows(), count, sources)
    return pl.DataFrame({"row": range(count), "cluster": found}, schema={"row": pl.Int64, "cluster": pl.Int64})


def _within_chains(scored: pl.DataFrame, count: int) -> pl.DataFrame:
    """The pairs whose two rows a chain of likely pairs joins: only these can come to be one, and they are few."""
    likely = scored.filter(pl.col("weight") > 0)
    graph = coo_array((np.ones(len(likely)), (likely["row"].to_numpy(), likely["other_row"].to_numpy())), shape=(count, count))
    chain = connected_components(graph, directed=False)[1]
    together = chain[scored["row"].to_numpy()] == chain[scored["other_row"].to_numpy()]
    return scored.filter(pl.Series(together, dtype=pl.Boolean)).select("row", "other_row", "weight")
