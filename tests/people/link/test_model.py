"""The model: two roads to its weights, rates recovered from planted truth, and the same training each time."""

import random
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from tests.people.link.people_like import identities, person
from tests.people.link.slow_scorer import level_of, weight
from wholeplace.people.link import LinkSettings
from wholeplace.people.link.linking import prepare
from wholeplace.people.link.model import block, load_records, read_model, score
from wholeplace.people.link.model.expectation import learn_m
from wholeplace.people.link.model.train import train
from wholeplace.people.link.model.weights import comparisons
from wholeplace.terms import DataProblem
from wholeplace.warehouse import Warehouse

EVERY_PAIR = (
    "select one.identity_no, two.identity_no as other_identity_no "
    "from identities as one join identities as two on one.identity_no < two.identity_no"
)
GIVEN = ["Elizabeth", "Liz", "Mohammed Imran", "Mohammed Zubayr", "Imran", "Mohamad", "Łucja", "T", "Testina", "Testnia", "Tessa", None]
FAMILY = ["Examplewood", "Exampelwood", "Smith-Examplewood", "Hussain", "Hussein", "Kowalska", "Kowalski", "Testina", None]
GIVEN_AS_FAMILY = "Examplewood"
HOMES = [
    ("QA1 1AA", "1 Test Lane", "100"),
    ("QA1 1AB", "Flat 2, 1 Test Lane", None),
    ("QA11AA", "7 Other Road", "100"),
    ("QA1 9ZZ", None, None),
    ("QB9 9ZZ", None, None),
    (None, None, None),
]
BORN = [
    date(1961, 5, 9),
    date(1961, 9, 5),
    date(1961, 1, 1),
    date(1961, 5, 8),
    date(1961, 5, 27),
    date(1916, 5, 9),
    date(1988, 2, 29),
    None,
]


def somebody(dice: random.Random) -> dict:
    postcode, address, uprn = dice.choice(HOMES)
    names = {"given_name": dice.choice([*GIVEN, GIVEN_AS_FAMILY]), "family_name": dice.choice(FAMILY)}
    home = {"postcode": postcode, "address": address, "uprn": uprn}
    return person(**names, **home, birth_date=dice.choice(BORN), sex=dice.choice(["female", "male", None]), feed="council")


def test_splink_and_plain_python_agree_on_every_weight():
    dice = random.Random(11)
    turned = [person(given_name="Testina", family_name="Examplewood"), person(given_name="Examplewood", family_name="Testina")]
    rows = identities(*(somebody(dice) for _ in range(88)), *turned)
    model, prior = read_model(), 1e-5
    with Warehouse(threads=1) as warehouse:
        warehouse.table_from("identities", rows)
        prepare(warehouse, LinkSettings())
        warehouse.run("create or replace view standing as select * from seeking")
        block(warehouse)
        warehouse.run(f"create or replace table pairs as {EVERY_PAIR}")
        load_records(warehouse)
        records = {row["identity_no"]: row for row in warehouse.frame("select * from model_records").to_dicts()}
        score(warehouse, model, prior=prior)
        scored = warehouse.frame("select * from scored").to_dicts()
    assert len(scored) == 90 * 89 / 2
    met: dict[str, set] = {name: set() for name in comparisons()}
    for pair in scored:
        one, other = records[pair["identity_no"]], records[pair["other_identity_no"]]
        for name, comparison in comparisons().items():
            level = level_of(name, one, other)
            place = -1 if level is None else len(comparison.names) - 1 - comparison.names.index(level)
            met[name].add(level)
            assert pair[f"agree_{name}"] == place, (name, level)
        assert pair["weight"] == pytest.approx(weight(model, prior, one, other), abs=1e-9)
    unmet = {name: set(comparisons()[name].names) - levels for name, levels in met.items()}
    assert {name: levels for name, levels in unmet.items() if levels} == {}


def test_expectation_maximisation_finds_planted_rates():
    dice = np.random.default_rng(3)
    m = {"a": np.array([0.05, 0.15, 0.8]), "b": np.array([0.1, 0.9]), "c": np.array([0.02, 0.08, 0.9])}
    u = {"a": np.array([0.9, 0.08, 0.02]), "b": np.array([0.7, 0.3]), "c": np.array([0.95, 0.04, 0.01])}
    of_one = dice.random(200_000) < 0.2
    drawn = [np.where(of_one, dice.choice(len(m[name]), 200_000, p=m[name]), dice.choice(len(u[name]), 200_000, p=u[name])) for name in m]
    patterns, counts = np.unique(np.stack(drawn, axis=1), axis=0, return_counts=True)
    start = {name: np.full(len(share), 1 / len(share)) * 0.2 + 0.8 * np.eye(len(share))[-1] for name, share in m.items()}
    learnt = learn_m(patterns, counts.astype(float), list(m), u, start=start)
    assert learnt.share == pytest.approx(0.2, abs=0.01)
    for name, share in m.items():
        assert learnt.m[name] == pytest.approx(share, abs=0.02)


def test_what_is_missing_is_no_evidence():
    nobody = dict.fromkeys(("given", "given_rest", "family", "birth", "postcode", "uprn", "sex", "house", "outcode"))
    assert {level_of(name, nobody, nobody) for name in comparisons()} == {None}
    assert weight(read_model(), 0.5, nobody, nobody) == 0


def test_every_comparison_of_the_shipped_model_has_every_level():
    rates = read_model().rates
    assert {name: tuple(levels) for name, levels in rates.items()} == {name: one.names for name, one in comparisons().items()}
    for levels in rates.values():
        assert sum(rate.m for rate in levels.values()) == pytest.approx(1)
        assert sum(rate.u for rate in levels.values()) == pytest.approx(1)


@pytest.mark.slow
def test_training_twice_gives_the_same_model_and_says_how(tmp_path):
    dice = random.Random(4)
    names = ["".join(dice.choice(pair) for pair in ("bcdfgklmnprst", "aeiou") * 3) for _ in range(300)]
    people = [
        {
            "given_name": dice.choice(names),
            "family_name": dice.choice(names),
            "birth_date": date(1930, 1, 1) + timedelta(days=dice.randrange(30_000)),
            "postcode": f"QA{dice.randrange(1, 9)} {dice.randrange(1, 9)}AA",
            "sex": dice.choice(["female", "male"]),
        }
        for _ in range(1500)
    ]
    known = [person(f"pseudonym:{number}", **said) for number, said in enumerate(people)]
    table = identities(*known, *(person(feed="council", **said) for said in people[:1200]))
    models = []
    for shuffled in (table, table.sample(fraction=1.0, shuffle=True, seed=9)):
        with Warehouse(threads=1) as warehouse:
            warehouse.table_from("identities", shuffled)
            prepare(warehouse, LinkSettings())
            model, report = train(warehouse, name="test", data="invented people", today=date(2026, 4, 1), seed=1)
        model.save(tmp_path / "model.json")
        models.append((tmp_path / "model.json").read_text())
        assert read_model(tmp_path / "model.json") == model
        assert report.blocks["all"]["complete"] >= 0.99
        assert report.seeking == 1200
    assert models[0] == models[1]


def test_spark_that_is_not_there_is_a_letter():
    pytest.importorskip("splink")
    try:
        import pyspark  # noqa: F401
    except ImportError:
        pass
    else:
        pytest.skip("pyspark is installed here, so it is not missed")
    with Warehouse(threads=1) as warehouse:
        warehouse.table_from("identities", identities(person(), person(feed="housing", given_name="Testino")))
        prepare(warehouse, LinkSettings())
        warehouse.run("create or replace view standing as select * from seeking")
        block(warehouse)
        load_records(warehouse)
        with pytest.raises(DataProblem, match="Spark was asked for"):
            score(warehouse, read_model(), prior=0.1, engine="spark")


def test_spark_gives_the_same_weights():
    pytest.importorskip("pyspark", reason="pyspark is not installed here; the model's SQL runs on it where it is")
    weights = {}
    for engine in ("duckdb", "spark"):
        with Warehouse(threads=1) as warehouse:
            dice = random.Random(12)
            warehouse.table_from("identities", identities(*(somebody(dice) for _ in range(20))))
            prepare(warehouse, LinkSettings())
            warehouse.run("create or replace view standing as select * from seeking")
            block(warehouse)
            load_records(warehouse)
            score(warehouse, read_model(), prior=1e-5, engine=engine)
            weights[engine] = warehouse.frame("select identity_no, other_identity_no, round(weight, 6) as weight from scored").sort(
                pl.all()
            )
    assert weights["duckdb"].equals(weights["spark"])
