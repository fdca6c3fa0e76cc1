"""Opt-outs: who is left out, of which picture, on which day; and that an old list stops the run."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.given import SMALL_AREAS, SQL_TYPES, nhs_number
from wholeplace.feeds.tables import OPT_OUTS
from wholeplace.people.keyed import load_areas
from wholeplace.people.link.shapes import IDENTITIES, LINKS
from wholeplace.people.models import read_models
from wholeplace.people.opt_outs import FOLDER, NOBODY, RULES, Excluded, check_lists, leave_out, rounded, sentences_on
from wholeplace.place import OptOuts
from wholeplace.place.opt_outs import PURPOSES
from wholeplace.terms import DataProblem
from wholeplace.warehouse import Warehouse, problems_in

TODAY = date(2026, 10, 1)
FRESH = date(2026, 9, 20)
PLANNING = OptOuts(purpose="planning")
LOCAL_ONLY = OptOuts(purpose="planning", national=False)


def frame(rows: list[dict[str, Any]], schema: Mapping[str, str]) -> pl.DataFrame:
    types = {name: SQL_TYPES[kind] for name, kind in schema.items()}
    return pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types)


def record(number: int, person: int | None, *, key: int | None, **other: Any) -> dict[str, Any]:
    """An identity and its link: `person` stands for an NHS number, `key` for the person it was linked to (None: nobody)."""
    nhs = None if person is None else nhs_number(person)
    said = {"identity_no": number, "feed": "contacts", "received": "contacts", "role": "self", "in_feed_no": number, "rows": 1}
    return {**said, "nhs_number": nhs, "person_key": key, **other}


def objection(number: int, person: int | None, *, key: int | None = None, **other: Any) -> dict[str, Any]:
    """A row of a list, its identity and link."""
    said = record(number, person, key=key, feed="opt_outs", received="opt_outs")
    return {"row_no": number, "kind": "national", "list_date": FRESH, **said, **other}


def left_out(
    records: list[dict[str, Any]], objections: list[dict[str, Any]], settings: OptOuts | None = PLANNING, today: date = TODAY
) -> tuple[set[int], Excluded, pl.DataFrame]:
    """The keys left out, the counts, and the shares of the estimate kept."""
    people = [{"small_area": "A1", "age_band": 40, "sex": sex, "year": 2026, "people": 10.0} for sex in ("female", "male", "all")]
    with Warehouse(threads=1) as warehouse:
        everybody = [*records, *objections]
        warehouse.table_from("identities", frame(everybody, {name: kind for name, (kind, _) in IDENTITIES.items()}))
        linked = [{**row, "how": "number"} for row in everybody if row["person_key"] is not None]
        warehouse.table_from("links", frame(linked, {name: kind for name, (kind, _) in LINKS.items()}))
        columns = {"feed": "VARCHAR", "row_no": "BIGINT", "identity_no": "BIGINT", **OPT_OUTS.columns}
        rows = [{**row, "identity_no": row["in_feed_no"]} for row in objections]
        warehouse.table_from("received_opt_outs", frame(rows, columns))
        load_areas(warehouse, SMALL_AREAS)
        warehouse.table_from("population", pl.DataFrame(people))
        excluded = leave_out(warehouse, settings=settings, today=today)
        keys = {key for (key,) in warehouse.rows("select person_key from left_out")}
        return keys, excluded, warehouse.frame("select * from kept_shares order by sex")


def test_a_national_opt_out_leaves_the_person_out_and_is_counted() -> None:
    records = [record(1, 1, key=11, rows=3), record(2, 2, key=12), record(3, None, key=11, feed="housing", received="tenancies", rows=2)]
    keys, excluded, _ = left_out(records, [objection(9, 1, key=11)])
    assert keys == {11}
    assert excluded == Excluded(
        purpose="planning", people=1, by_kind={"national": 1}, rows={"contacts": 3, "housing": 2}, unmatched={}, list_date=FRESH
    )


def test_a_national_opt_out_never_applies_to_direct_care() -> None:
    keys, excluded, _ = left_out([record(1, 1, key=11)], [objection(9, 1, key=11)], OptOuts(purpose="direct care"))
    assert keys == set()
    assert excluded.people == 0
    assert excluded.unmatched == {}


def test_a_place_without_the_section_leaves_nobody_out_and_says_so() -> None:
    keys, excluded, shares = left_out([record(1, 1, key=11)], [objection(9, 1, key=11)], None)
    assert (keys, excluded, len(shares)) == (set(), NOBODY, 0)
    assert sentences_on(excluded) == ("No opt-outs were applied: place.toml has no [opt_outs].",)


@pytest.mark.parametrize(
    ("asked", "purpose", "out"),
    [
        ("planning", "planning", True),
        ("research", "planning", False),
        ("research", "research", True),
        ("direct care", "planning", False),
        ("direct care", "direct care", True),
        (None, "planning", True),
        ("selling it", "planning", True),
        (None, "direct care", False),
    ],
)
def test_a_local_objection_holds_for_its_purpose(asked: str | None, purpose: str, out: bool) -> None:
    settings = OptOuts(purpose=purpose, national=False)
    keys, _, _ = left_out([record(1, 1, key=11)], [objection(9, 1, key=11, kind="local", purpose=asked)], settings)
    assert keys == ({11} if out else set())


@pytest.mark.parametrize("kind", [None, "Typ 2", ""])
def test_an_objection_of_unknown_kind_stands(kind: str | None) -> None:
    keys, excluded, _ = left_out([record(1, 1, key=11)], [objection(9, 1, key=11, kind=kind)], LOCAL_ONLY)
    assert keys == {11}
    assert excluded.by_kind == {"unknown": 1}


@pytest.mark.parametrize(
    ("starts", "ends", "out"),
    [
        (None, None, True),
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (None, TODAY, False),  # `ends` is the first day on which it no longer stands
        (None, TODAY + timedelta(days=1), True),
    ],
)
def test_an_objection_stands_from_its_start_until_its_end(starts: date | None, ends: date | None, out: bool) -> None:
    keys, _, _ = left_out([record(1, 1, key=11)], [objection(9, 1, key=11, kind="local", starts=starts, ends=ends)], LOCAL_ONLY)
    assert keys == ({11} if out else set())


def test_two_people_with_one_number_are_both_left_out() -> None:
    """One number on two people who cannot be one: nobody can say which of them objected."""
    keys, _, _ = left_out([record(1, 1, key=11), record(2, 1, key=12)], [objection(9, 1, key=13)])
    assert keys >= {11, 12}


def test_spaces_in_a_number_hide_nobody() -> None:
    spaced = f"{nhs_number(1)[:3]} {nhs_number(1)[3:6]} {nhs_number(1)[6:]}"
    keys, _, _ = left_out([record(1, 1, key=11)], [objection(9, None, nhs_number=spaced)])
    assert keys == {11}


def test_an_objection_by_name_follows_its_link() -> None:
    keys, excluded, _ = left_out([record(1, 1, key=11)], [objection(9, None, key=11, kind="local", given_name="Aa")], LOCAL_ONLY)
    assert keys == {11}
    assert excluded.unmatched == {}


def test_objections_about_nobody_here_are_counted_and_said() -> None:
    lists = [objection(7, 7), objection(8, None), objection(9, 9, key=19, kind="local")]
    keys, excluded, _ = left_out([record(1, 1, key=11)], lists)
    assert 11 not in keys
    assert excluded.people == 0
    assert excluded.unmatched == {"local": 1, "national": 2}
    assert "Fewer than 8 objections (local objection) match nobody in the records." in sentences_on(excluded)


def test_a_mother_who_objects_is_left_out_but_not_her_baby() -> None:
    records = [
        record(1, 1, key=11, received="births", feed="births"),
        record(2, 2, key=12, received="births", feed="births", role="mother"),
    ]
    keys, excluded, _ = left_out(records, [objection(9, 2, key=12)])
    assert keys == {12}
    assert excluded.rows == {}  # the row is the baby's


def test_with_a_cleaned_list_only_numbers_on_it_are_used() -> None:
    records = [record(1, 1, key=11), record(2, 2, key=12), record(3, None, key=13), record(4, 1, key=14), record(5, 3, key=14)]
    keys, excluded, _ = left_out(records, [objection(9, 1, kind="cleared")])
    assert keys == {12, 14}, "12 is not on the list; 14 has two numbers and only one of them is"
    assert excluded.by_kind == {"not cleared": 2}
    assert excluded.without_number == 1


def test_an_old_clearance_clears_nobody() -> None:
    lists = [objection(8, 1, kind="cleared"), objection(9, 2, kind="cleared", list_date=date(2026, 1, 1))]
    keys, _, _ = left_out([record(1, 1, key=11), record(2, 2, key=12)], lists)
    assert keys == {12}


def test_an_old_opt_out_still_stands() -> None:
    lists = [objection(8, 8), objection(9, 1, list_date=date(2026, 1, 1))]
    assert left_out([record(1, 1, key=11)], lists)[0] == {11}


@pytest.mark.parametrize(
    ("lists", "told"),
    [
        ([], "no feed holds a list"),
        ([objection(9, 1, kind="local")], "no feed holds a list"),
        ([objection(9, 1, list_date=None)], "has no date"),
        ([objection(9, 1, list_date=TODAY - timedelta(days=22))], "22 days before today (2026-10-01). It may be 21 days old at most"),
        ([objection(9, 1, list_date=TODAY + timedelta(days=1))], "after today"),
        ([objection(8, 1), objection(9, 2, feed="council", list_date=date(2026, 1, 1))], "feeds/council"),
    ],
)
def test_without_a_fresh_list_there_is_no_picture(lists: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(DataProblem) as refused:
        left_out([record(1, 1, key=11)], lists)
    assert told in str(refused.value)
    assert nhs_number(1) not in str(refused.value)


@pytest.mark.parametrize("settings", [LOCAL_ONLY, OptOuts(purpose="direct care")])
def test_where_no_national_opt_out_applies_no_list_is_needed(settings: OptOuts) -> None:
    assert left_out([record(1, 1, key=11)], [], settings)[1].list_date is None


@given(age=st.integers(-400, 400), limit=st.integers(1, 365))
def test_a_list_is_fresh_for_exactly_its_limit(age: int, limit: int) -> None:
    with Warehouse(threads=1) as warehouse:
        warehouse.run(
            f"create table received_opt_outs as select 'f' as feed, 'national' as kind, date '{TODAY - timedelta(days=age)}' as list_date"
        )
        settings = OptOuts(purpose="planning", oldest_list_days=limit)
        if 0 <= age <= limit:
            assert check_lists(warehouse, settings, today=TODAY) == TODAY - timedelta(days=age)
        else:
            with pytest.raises(DataProblem):
                check_lists(warehouse, settings, today=TODAY)


def test_every_kind_and_purpose_has_a_rule_with_a_source() -> None:
    rules = pl.read_csv(RULES, infer_schema=False)
    asked = {("national", "any"), ("not cleared", "any"), ("unknown", "any"), ("local", "any"), *product(["local"], PURPOSES)}
    found = {(kind, what, purpose) for kind, what, purpose in rules.select("kind", "asked", "purpose").iter_rows()}
    assert found == {(kind, what, purpose) for (kind, what), purpose in product(asked, PURPOSES)}
    assert len(rules) == len(found)
    assert set(rules["applies"]) == {"yes", "no"}
    assert rules["source"].str.len_chars().min() > 10


@pytest.mark.parametrize("model", read_models(FOLDER).values(), ids=read_models(FOLDER))
def test_the_models_run_on_spark_too(model) -> None:
    assert problems_in(model.sql, where=model.name) == ()
    assert model.says


def test_the_estimate_is_scaled_by_the_share_not_left_out() -> None:
    """100 women of 40 known in A1, 10 of whom object: the estimate of that cell keeps 90 of 100. The men are too few to say."""
    said = {"small_area": "A1", "birth_date": date(1984, 1, 1), "last_day": date(2026, 1, 1)}
    women = [record(number, number, key=number, sex="female", **said) for number in range(100)]
    men = [record(number, number, key=number, sex="male", **said) for number in range(100, 110)]
    _, excluded, shares = left_out([*women, *men], [objection(1000 + number, number) for number in range(10)])
    assert excluded.people == 10
    kept = dict(shares.select("sex", "share").iter_rows())
    assert kept == {"female": 0.9, "male": pytest.approx(100 / 110), "all": pytest.approx(100 / 110)}


def test_the_counts_do_not_depend_on_the_keys() -> None:
    records = [record(number, number, key=number) for number in range(5)]
    others = [{**row, "person_key": -7 * row["person_key"]} for row in records]
    assert left_out(records, [objection(9, 1)])[1:2] == left_out(others, [objection(9, 1)])[1:2]


def test_the_folder_holds_only_models_and_rules() -> None:
    assert {path.suffix for path in Path(FOLDER).iterdir()} == {".sql", ".csv"}


def test_what_is_told_outside_hides_small_counts() -> None:
    """Notes stand in releases, so they are held to the strictest of the rules: 1 to 7 are not told apart."""
    assert [rounded(count) for count in (0, 1, 7, 8, 12, 13, 1234)] == [
        "no",
        *["fewer than 8"] * 2,
        "about 10",
        "about 10",
        "about 15",
        "about 1,235",
    ]
    _, excluded, _ = left_out([record(1, 1, key=11, rows=41)], [objection(9, 1, key=11)])
    assert sentences_on(excluded)[0] == (
        "Left out of a picture for planning, because they object: fewer than 8 people with about 40 records."
    )
