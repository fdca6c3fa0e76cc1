"""Learns a model's rates from the records themselves: u from random pairs, m by expectation maximisation. No truth is needed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.people.link.cascade import run_cascade
from wholeplace.people.link.model.expectation import Learnt, learn_m, rates_from, shares_of
from wholeplace.people.link.model.scoring import score
from wholeplace.people.link.model.weights import Comparison, Model, Rates, comparisons
from wholeplace.people.models import Model as SqlModel
from wholeplace.people.models import read_models, run_models
from wholeplace.warehouse import Warehouse

FOLDER = Path(__file__).parent
SESSIONS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "by_birth": (("given", "family", "home", "sex"), ()),
    "by_name_and_district": (("birth",), ("home", "sex")),
    "by_given_and_postcode": (("birth",), ("family", "home", "sex")),
}
"""Pairs to learn from; the comparisons they teach (never those the pairs were chosen by); and those already taught that help to
tell which pairs are of one person."""

RANDOM = "random"

SAMPLED = 3_000
"""Records looked for that m is learnt from."""

RANDOM_PAIRS = (700, 1_000)
"""Records on either side, whose every pair tells u."""

MOST_IN_M = 0.9
LEAST_SHARE = 1e-9

Shares = Mapping[str, np.ndarray]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingReport:
    """How a model came to be, to stand beside it: counts and shares only.

    `sessions`: pairs, share of one person and iterations of each round of EM. `blocks`: pairs that each way of choosing candidates
    gives for the sample, the share of all pairs that it spares, and the share of the pairs of one person that it finds, where
    those are known from the cascade.
    """

    name: str
    data: str
    trained_on: date
    seed: int
    seeking: int
    standing: int
    random_pairs: int
    sessions: Mapping[str, Mapping[str, float]]
    blocks: Mapping[str, Mapping[str, float]]

    def save(self, path: Path) -> None:
        """Write the report as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1, default=str) + "\n", encoding="utf-8")


def train(warehouse: Warehouse, *, name: str, data: str, today: date, seed: int) -> tuple[Model, TrainingReport]:
    """A model learnt from what `prepare` left, with its report. Uses up `seeking` and `standing`. Same input and seed, same model.

    Learnt before any rule has run: those that no rule links disagree more than people do. `data`: what the records are, for the
    report. How complete each way of choosing candidates is, is asked of those whom a rule links, who agree more than others do.
    """
    sizes = {table: _count(warehouse, table) for table in ("seeking", "standing")}
    model, sessions, random_pairs = learn(warehouse, name=name, seed=seed)
    run_cascade(warehouse)
    report = TrainingReport(
        name=name,
        data=data,
        trained_on=today,
        seed=seed,
        **sizes,
        random_pairs=random_pairs,
        sessions=sessions,
        blocks=_judged(warehouse, seed),
    )
    return model, report


def union_of(blocks: Mapping[str, SqlModel]) -> str:
    """The pairs of all blocks, each once."""
    return " union ".join(f"({block.sql})" for _, block in sorted(blocks.items()))


def _judged(warehouse: Warehouse, seed: int) -> dict[str, Mapping[str, float]]:
    """Each block on a sample of those found by rule: its pairs, the share of all pairs it spares, the share of those found it holds."""
    warehouse.run(
        "create or replace table known_pairs as select unknown_rows.*, found.other_no from unknown_rows "
        "join found on found.entity_no = unknown_rows.entity_no"
    )
    _sample(warehouse, "seeking", "known_pairs", SAMPLED, seed)
    run_models(warehouse, read_models(FOLDER / "crowds"), keep=("crowded_properties",))
    asked, standing = _count(warehouse, "seeking"), _count(warehouse, "standing")
    warehouse.run(
        "create or replace table pairs_of_one as select seeking.identity_no, standing.identity_no as other_identity_no "
        "from seeking join standing on standing.entity_no = seeking.other_no"
    )
    blocks = read_models(FOLDER / "blocks")
    told = {}
    for name, sql in {**{name: model.sql for name, model in sorted(blocks.items())}, "all": union_of(blocks)}.items():
        ((pairs, held),) = warehouse.rows(
            f"select count(*), count(distinct pairs_of_one.identity_no) from ({sql}) as met left join pairs_of_one "
            "on pairs_of_one.identity_no = met.identity_no and pairs_of_one.other_identity_no = met.other_identity_no"
        )
        told[name] = {"pairs": pairs, "spared": 1 - pairs / max(asked * standing, 1), "complete": held / max(asked, 1)}
    warehouse.run("drop table pairs_of_one")
    warehouse.run("drop table known_pairs")
    return told


def learn(warehouse: Warehouse, *, name: str, seed: int, share_known: float = 0.9) -> tuple[Model, dict[str, Mapping[str, float]], int]:
    """A model of `seeking` against `standing`, what each session found, and the number of random pairs. Same input, same model."""
    _choose_pairs(warehouse, seed)
    blank, prior = _blank(share_known), 1 / max(_count(warehouse, "standing"), 2)
    random_pairs = _count(warehouse, f"pairs_{RANDOM}")
    u = _shares(_patterns(warehouse, RANDOM, blank, prior))
    found: dict[str, Learnt] = {}
    m: dict[str, np.ndarray] = {}
    told: dict[str, Mapping[str, float]] = {}
    for session, (taught, helping) in SESSIONS.items():
        patterns = _patterns(warehouse, session, blank, prior)
        if len(patterns):
            found[session] = _learn(patterns, taught, [name for name in helping if name in m], u=u, m=m)
            m |= {name: found[session].m[name] for name in taught if name not in m}
            told[session] = {"pairs": int(patterns["pairs"].sum()), "share": found[session].share, "iterations": found[session].iterations}
    return Model(name=name, share_known=share_known, rates=_rates(found, u)), told, random_pairs


def _choose_pairs(warehouse: Warehouse, seed: int) -> None:
    """Leaves `pairs_<session>` and `pairs_random`, and in `model_records` what is compared of all of them, read once."""
    _sample(warehouse, "sampled", "seeking", RANDOM_PAIRS[0], seed)
    _sample(warehouse, "sampled_standing", "standing", RANDOM_PAIRS[1], seed)
    warehouse.run(
        f"create or replace table pairs_{RANDOM} as select sampled.identity_no, sampled_standing.identity_no as other_identity_no "
        "from sampled cross join sampled_standing where sampled.entity_no <> sampled_standing.entity_no"
    )
    _sample(warehouse, "sampled", "seeking", SAMPLED, seed + 1)
    for session in SESSIONS:
        warehouse.run(f"create or replace table pairs_{session} as {read_models(FOLDER / 'training')[session].sql}")
    every = " union ".join(f"select identity_no, other_identity_no from pairs_{name}" for name in (RANDOM, *SESSIONS))
    warehouse.run(f"create or replace view pairs as {every}")
    for step in ("crowds", "records"):
        models = read_models(FOLDER / step)
        run_models(warehouse, models, keep=tuple(models))
    warehouse.run("drop view pairs")
    for table in ("sampled", "sampled_standing"):
        warehouse.run(f"drop table {table}")


def _blank(share_known: float) -> Model:
    """A model whose weights say nothing, to ask only how records agree."""
    rates = {name: {level: Rates(m=1 / len(one.names), u=1 / len(one.names)) for level in one.names} for name, one in comparisons().items()}
    return Model(name="blank", share_known=share_known, rates=rates)


def _sample(warehouse: Warehouse, name: str, source: str, size: int, seed: int) -> None:
    """A sample by dice from the seed, over rows in the order of their numbers, so that it is the same each time."""
    numbers = warehouse.frame(f"select identity_no from {source} order by identity_no")["identity_no"].to_numpy()
    chosen = np.random.default_rng(seed).choice(numbers, size=min(size, len(numbers)), replace=False)
    warehouse.table_from("chosen", pl.DataFrame({"identity_no": np.sort(chosen)}))
    warehouse.run(
        f"create or replace table {name} as select {source}.* from {source} join chosen on chosen.identity_no = {source}.identity_no"
    )
    warehouse.run("drop table chosen")


def _patterns(warehouse: Warehouse, session: str, blank: Model, prior: float) -> pl.DataFrame:
    """How the pairs of one session agree: agree_<comparison> and pairs, one row a pattern. Its pairs are used up."""
    warehouse.run(f"alter table pairs_{session} rename to pairs")
    score(warehouse, blank, prior=prior)
    names = ", ".join(f"agree_{name}" for name in comparisons())
    patterns = warehouse.frame(f"select {names}, count(*) as pairs from scored group by {names} order by {names}")
    for table in ("scored", "blocked_pairs"):
        warehouse.run(f"drop {'view' if table == 'blocked_pairs' else 'table'} {table}")
    warehouse.run("drop table pairs")
    return patterns


def _shares(patterns: pl.DataFrame) -> dict[str, np.ndarray]:
    return {name: shares_of(_by_level(patterns, one)) for name, one in comparisons().items()}


def _by_level(patterns: pl.DataFrame, one: Comparison) -> np.ndarray:
    seen = patterns.filter(pl.col(f"agree_{one.name}") >= 0)
    return np.bincount(seen[f"agree_{one.name}"].to_numpy(), weights=seen["pairs"].to_numpy(), minlength=len(one.names))


def _learn(patterns: pl.DataFrame, taught: Sequence[str], helping: Sequence[str], *, u: Shares, m: Shares) -> Learnt:
    """One session. What helps is taken as it stands, among the levels that these pairs can have at all."""
    matrix = patterns.select([f"agree_{name}" for name in (*taught, *helping)]).to_numpy().astype(np.int64)
    possible = {name: _by_level(patterns, comparisons()[name]) > 0 for name in helping}
    start = {name: _first_guess(len(u[name])) for name in taught} | {name: _among(m[name], possible[name]) for name in helping}
    within = {name: u[name] for name in taught} | {name: _among(u[name], possible[name]) for name in helping}
    return learn_m(matrix, patterns["pairs"].to_numpy().astype(float), (*taught, *helping), within, start=start, fixed=helping)


def _among(shares: np.ndarray, possible: np.ndarray) -> np.ndarray:
    """Shares by level, given that the level is one of the possible."""
    return np.where(possible, shares, LEAST_SHARE) / np.where(possible, shares, LEAST_SHARE).sum()


def _first_guess(levels: int) -> np.ndarray:
    guess = np.full(levels, (1 - MOST_IN_M) / (levels - 1))
    guess[-1] = MOST_IN_M
    return guess


def _rates(found: Mapping[str, Learnt], u: Mapping[str, np.ndarray]) -> dict[str, dict[str, Rates]]:
    """m as the mean over the sessions that taught it; a comparison that none taught is left out of the model."""
    rates = {}
    for name, one in comparisons().items():
        taught = [learnt.m[name] for session, learnt in found.items() if name in SESSIONS[session][0]]
        if taught:
            rates[name] = rates_from(np.mean(taught, axis=0), u[name], one.names)
    return rates


def _count(warehouse: Warehouse, table: str) -> int:
    return warehouse.rows(f"select count(*) from {table}")[0][0]
