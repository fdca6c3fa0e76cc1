"""Who is who: names and homes are plainly invented and shared as in life, every sender numbers people for itself, and
truth_people.parquet says who every record is about without anything outside this room knowing of it."""

import json
import shutil
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wholeplace
from tests.demo.slow_count import is_valid, rows_of
from wholeplace.demo.local_numbers import local_numbers
from wholeplace.demo.selves import parts
from wholeplace.demo.slips import mistyped, nickname, other_spelling
from wholeplace.demo.unlinked import uneven
from wholeplace.demo.who_is_who import FILE
from wholeplace.feeds import receive
from wholeplace.place import read_place

LOCAL = {
    "person_list": "LOCAL_ID", "admitted_patient_care": "LOPATID", "emergency_care": "LOCAL_PATIENT_IDENTIFIER", "contacts": "LOCAL_ID",
    "social_care": "LA_Person_Unique_Identifier", "voluntary_activity": "CLIENT_REF", "tenancies": "PERSON_REF", "answers": "RESPONDENT_ID",
    "births": "BABY_LOCAL_ID", "opt_outs": "LOCAL_ID",
}  # fmt: skip


@pytest.fixture(scope="module")
def known(aldermoor: Path) -> pl.DataFrame:
    return pl.read_parquet(aldermoor / FILE)


def test_every_local_id_of_every_feed_is_one_persons(aldermoor: Path, known: pl.DataFrame) -> None:
    for feed, header in LOCAL.items():
        listed = known.filter((pl.col("feed") == feed) & (pl.col("role") == "self"))["local_id"].to_list()
        assert len(set(listed)) == len(listed), feed
        assert {row[header] for row in rows_of(aldermoor, feed) if row.get(header)} == set(listed), feed


def test_the_mothers_of_the_births_are_told_apart_from_the_babies(aldermoor: Path, known: pl.DataFrame) -> None:
    births = known.filter(pl.col("feed") == "births")
    mothers = births.filter(pl.col("role") == "mother")
    assert {row["MOTHER_LOCAL_ID"] for row in rows_of(aldermoor, "births")} - {""} == set(mothers["local_id"])
    assert not set(births.filter(pl.col("role") == "self")["person"]) & set(mothers["person"])


def test_one_number_is_one_person_in_all_feeds(aldermoor: Path, known: pl.DataFrame) -> None:
    numbers = {"person_list": "NHS_NUMBER", "admitted_patient_care": "NEWNHSNO", "social_care": "NHS_Number", "tenancies": "NHS_NUMBER"}
    persons: dict[str, set[int]] = defaultdict(set)
    for feed, header in numbers.items():
        rows = known.filter((pl.col("feed") == feed) & (pl.col("role") == "self"))
        who = dict(zip(rows["local_id"], rows["person"], strict=True))
        for row in rows_of(aldermoor, feed):
            if is_valid(row[header]):
                persons[row[header]].add(who[row[LOCAL[feed]]])
    assert {len(each) for each in persons.values()} == {1}


def test_local_ids_give_nothing_away(known: pl.DataFrame) -> None:
    wide = known.filter(pl.col("role") == "self").unique(["feed", "person"], keep="first").pivot("feed", index="person", values="local_id")
    for feed in ("contacts", "emergency_care", "tenancies"):
        both = wide.select(a=pl.col("person_list").cast(pl.Int64), b=pl.col(feed).cast(pl.Int64)).drop_nulls()
        assert (both["a"] != both["b"]).all()
        assert abs(np.corrcoef(both["a"].rank(), both["b"].rank())[0, 1]) < 0.1


@given(st.integers(0, 1 << 32), st.integers(0, (1 << 28) - 5_000), st.sampled_from(["a", "b"]))
def test_local_numbers_never_meet(seed: int, first: int, feed: str) -> None:
    made = local_numbers(seed, feed, np.arange(first, first + 5_000))
    assert len(np.unique(made)) == 5_000
    assert made.min() >= 100_000_000
    assert made.max() < 1_000_000_000


def test_a_tenth_of_the_clients_of_charities_and_landlords_is_on_no_list(aldermoor: Path, known: pl.DataFrame) -> None:
    for feed in ("voluntary_activity", "tenancies"):
        rows = known.filter(pl.col("feed") == feed)
        out = rows.filter(~pl.col("in_register"))
        assert 0.06 < len(out) / len(rows) < 0.13
        assert not set(out["person"]) & set(known.filter(pl.col("feed") == "person_list")["person"])
        header = LOCAL[feed]
        assert not [row for row in rows_of(aldermoor, feed) if row[header] in set(out["local_id"]) and row["NHS_NUMBER"]]


def test_names_are_made_of_the_listed_parts_alone(aldermoor: Path) -> None:
    fronts = tuple(front[:3] for community in ("plain", "ski", "transliterated") for front in parts()[community]["family_fronts"])
    strange = [row for row in rows_of(aldermoor, "person_list") if not row["FAMILY_NAME"].startswith(fronts)]
    assert len(strange) < 0.01 * sum(1 for _ in rows_of(aldermoor, "person_list"))  # slips of the list itself


def test_there_are_thousands_of_names_and_some_are_common(tmp_path: Path) -> None:
    wholeplace.make_demo(tmp_path / "a", people=20_000, seed=3)
    names = Counter(row["FAMILY_NAME"] for row in rows_of(tmp_path / "a", "person_list"))
    assert len(names) > 3_000
    assert 0.006 < names.most_common(1)[0][1] / names.total() < 0.03
    assert sum(count for name, count in names.items() if name.endswith(("ski", "ska"))) > 50


def test_homes_are_shared_by_families_and_some_by_many(aldermoor: Path) -> None:
    homes: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(aldermoor, "person_list"):
        homes[row["UPRN"]].append(row)
    shared = [home for uprn, home in homes.items() if uprn and 2 <= len(home) <= 6]
    one_name = [home for home in shared if Counter(row["FAMILY_NAME"] for row in home).most_common(1)[0][1] > 1]
    assert len(one_name) > 0.5 * len(shared) > 300
    assert all(len({(row["ADDRESS"], row["POSTCODE"]) for row in home}) == 1 for uprn, home in homes.items() if uprn)
    assert any("Care Home" in home[0]["ADDRESS"] or "Nursing Home" in home[0]["ADDRESS"] for home in homes.values())
    assert {row["POSTCODE"] for row in homes[""]} == {"ZZ99 3VZ"}


def test_there_are_twins_and_sons_with_their_fathers_name(tmp_path: Path) -> None:
    wholeplace.make_demo(tmp_path / "a", people=20_000, seed=3)
    homes: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of(tmp_path / "a", "person_list"):
        homes[row["UPRN"]].append(row)
    del homes[""]
    twins = sum(len({row["NHS_NUMBER"] for row in home}) > len({row["DATE_OF_BIRTH"] for row in home}) for home in homes.values())
    births = list(rows_of(tmp_path / "a", "births"))
    assert twins > 20
    assert 1 <= sum(row["BIRTH_ORDER"] == "2" for row in births) < 0.05 * len(births)
    alike = 0
    for home in homes.values():
        boys = {(row["GIVEN_NAME"].split()[0], row["FAMILY_NAME"]) for row in home if row["SEX"] == "1" and row["DATE_OF_BIRTH"] > "2007"}
        men = {(row["GIVEN_NAME"].split()[0], row["FAMILY_NAME"]) for row in home if row["SEX"] == "1" and row["DATE_OF_BIRTH"] < "2000"}
        alike += len(boys & men)
    assert alike >= 10


def test_mothers_are_of_an_age_to_be_and_nine_months_lie_between(aldermoor: Path) -> None:
    last: dict[str, str] = {}
    for row in sorted(rows_of(aldermoor, "births"), key=lambda row: row["BIRTH_DATE"]):
        mother, born = row["MOTHER_LOCAL_ID"], row["BIRTH_DATE"]
        if mother:
            if mother in last and last[mother] != born:
                assert (date.fromisoformat(born) - date.fromisoformat(last[mother])).days >= 280
            last[mother] = born
    ages = [
        int(row["BIRTH_DATE"][:4]) - int(row["MOTHER_BIRTH_DATE"][:4]) for row in rows_of(aldermoor, "births") if row["MOTHER_BIRTH_DATE"]
    ]
    assert 25 < sum(ages) / len(ages) < 36
    assert sum(age < 16 for age in ages) <= 0.02 * len(ages)  # slips in the mother's birth date


def test_numbers_are_missing_more_often_where_people_are_poorer(tmp_path: Path) -> None:
    wholeplace.make_demo(tmp_path / "a", people=40_000, seed=2)
    ranks = {row["code"]: int(row["deprivation_rank"]) for row in csv_rows(tmp_path / "a" / "small_areas.csv")}
    missing, rows = Counter(), Counter()
    for row in rows_of(tmp_path / "a", "emergency_care"):
        poor = ranks.get(row["LSOA_2011"], 20_000) <= 33_755 // 5
        rows[poor] += 1
        missing[poor] += not row["NHS_NUMBER"]
    shares = {poor: missing[poor] / rows[poor] for poor in rows}
    assert 0.01 < missing.total() / rows.total() < 0.025
    assert shares[True] > 1.4 * shares[False]


def csv_rows(path: Path) -> list[dict[str, str]]:
    return pl.read_csv(path, infer_schema=False).to_dicts()


@given(st.integers(0, 1_000), st.floats(0.0, 0.2), st.floats(0.0, 0.2))
def test_uneven_hits_come_at_the_rate_that_is_asked_for(seed: int, flat: float, asked: float) -> None:
    rng, count = np.random.default_rng(seed), 40_000
    hit = np.flatnonzero(rng.random(count) < flat)
    found = uneven(rng, hit, flat, np.full(count, asked))
    assert abs(len(found) - count * asked) <= 5 * (count * asked * (1 - asked)) ** 0.5 + 1
    if asked >= flat:
        assert set(hit) <= set(found)
    else:
        assert set(found) <= set(hit)


@given(st.text("abcdefghłŁ", min_size=3, max_size=20), st.integers(0, 1 << 30))
def test_a_slip_of_the_fingers_changes_little(name: str, draw: int) -> None:
    assert abs(len(mistyped(name, draw)) - len(name)) <= 1
    assert mistyped(name, draw)[0] == name[0]


def test_nicknames_and_spellings_are_of_the_names_own_community() -> None:
    assert {other_spelling("Przykładowski", draw, "ski") for draw in range(60)} > {"Przykladowski", "Przykładovski", "Przykładowsky"}
    assert {other_spelling("Khayaalwala", draw, "transliterated") for draw in range(60)} > {"Khayalwala", "Khayaalvala"}
    assert {nickname("Exemplina", draw, "plain") for draw in range(8)} == {
        "Exey",
        "Exeie",
        "Exes",
        "Exe",
        "Exemy",
        "Exemie",
        "Exems",
        "Exem",
    }


def test_nothing_outside_the_demo_knows_of_the_truth() -> None:
    source = Path(wholeplace.__file__).parent
    texts = {path: path.read_text("utf-8") for path in source.rglob("*") if path.suffix in {".py", ".sql", ".toml"}}
    knowing = {path.relative_to(source).parts[0] for path, text in texts.items() if FILE in text}
    assert knowing == {"demo"}


def test_what_is_received_is_the_same_without_the_truth(tmp_path: Path) -> None:
    wholeplace.make_demo(tmp_path / "with", people=2_000, seed=8)
    for feed in ("contacts", "admitted_patient_care", "emergency_care", "social_care", "fingertips"):  # read like the others
        shutil.rmtree(tmp_path / "with" / "feeds" / feed)
    shutil.copytree(tmp_path / "with", tmp_path / "without")
    (tmp_path / "without" / FILE).unlink()
    (tmp_path / "without" / "truth.json").unlink()
    receipts = [[receipt.to_json() for receipt in receive(read_place(tmp_path / name))] for name in ("with", "without")]
    assert receipts[0] == receipts[1]


def test_truth_names_the_relation_that_is_planted(aldermoor: Path) -> None:
    (relation,) = json.loads((aldermoor / "truth.json").read_text())["relations"]
    assert (relation["exposure"], relation["risk_ratio"], relation["per"]) == ("nitrogen dioxide", 1.6, 10)
