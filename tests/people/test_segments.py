"""Segments: everybody in exactly one, rules that a place may change, and letters when a rule cannot be read."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.people.given import COVERS, Given, journeys_of
from wholeplace.people.building import journey_covers, make_journeys, sorted_rows
from wholeplace.people.codes import code_lists
from wholeplace.people.segments import (
    RULE_COLUMNS,
    Segment,
    ages_that_matter,
    library_segments,
    segments_by_month,
    segments_model,
    segments_of,
)
from wholeplace.people.tables import PERSON_SEGMENTS
from wholeplace.terms import DataProblem
from wholeplace.warehouse import problems_in

DAY = date(2024, 3, 3)
FILE = 'order = 35\ntitle = "T"\nsays = "Who."\nwho = "age >= 65"\nsource = "Ours"\n'


def resident(person: int | None = 1, **more: object) -> dict[str, Any]:
    return {"person": person, "starts": date(2000, 1, 1), "small_area": "A1", "birth_date": date(1980, 1, 1), **more}


def in_months(spans: pl.DataFrame) -> int:
    """How many months the rows stand for."""
    return sum(
        (row["valid_to"].year - row["valid_from"].year) * 12 + row["valid_to"].month - row["valid_from"].month for row in spans.to_dicts()
    )


# Everybody, in exactly one


def test_as_many_people_as_are_counted() -> None:
    given = journeys_of(
        persons=[
            resident(), resident(2, ends=date(2025, 3, 9)), resident(3, died=date(2024, 7, 1)), resident(4, birth_date=date(2025, 2, 2)),
            resident(None), resident(None), resident(5, birth_date=None), resident(6, small_area="elsewhere"),
            resident(7, ends=date(2024, 5, 5)), resident(7, starts=date(2024, 5, 5), small_area="B1"),
        ],
        episodes=[{"person": one, "provider": "N", "admitted": date(2024, 9, 9), "diagnoses": "I500;F009"} for one in (1, 2, 3, 7, 99)],
    )  # fmt: skip
    spans, people = given["person_segments"], given["person_months"]
    assert in_months(spans) == people["people"].sum()
    each_month = [
        (
            month,
            area,
            spans.filter((pl.col("valid_from") <= month) & (pl.col("valid_to") > month) & pl.col("small_area").eq_missing(area)).height,
        )
        for month, area in people.select("month", "small_area").unique().iter_rows()
    ]
    counted = people.group_by("month", "small_area").agg(pl.col("people").sum())
    assert sorted(each_month, key=str) == sorted(counted.iter_rows(), key=str)


def test_months_of_segments_add_up_to_the_people_of_each_month() -> None:
    given = journeys_of(persons=[resident(), resident(2, ends=date(2025, 3, 9)), resident(None), resident(3, birth_date=date(2025, 2, 2))])
    counted = given["person_months"].group_by("month").agg(pl.col("people").sum())
    assert given["person_segments"].height < counted["people"].sum()
    by_month = f"select month, cast(count(*) as double) from ({segments_by_month()}) as spans group by month"
    assert sorted(given._warehouse.rows(by_month)) == sorted(counted.iter_rows())


def test_nobody_known_is_counted_and_not_called_well() -> None:
    row = journeys_of(persons=[resident(None)])["person_segments"].to_dicts()[0]
    assert (row["segment"], row["conditions"], row["cambridge_multimorbidity"], row["age_band"]) == ("not-known", None, None, 40)


def test_a_register_speaks_even_for_nobody_known() -> None:
    assert set(journeys_of(persons=[resident(None, learning_disability=True)])["person_segments"]["segment"]) == {"learning-disability"}


def test_without_an_age_there_is_no_band() -> None:
    row = journeys_of(persons=[resident(birth_date=None)]).only("person_segments")
    assert (row["age"], row["age_band"], row["segment"]) == (None, None, "not-known")


def test_without_a_person_list_there_are_no_segments() -> None:
    assert journeys_of(episodes=[{"person": 1, "admitted": date(2024, 9, 9), "diagnoses": "I500"}])["person_segments"].is_empty()


def test_nothing_before_the_first_month_is_lost() -> None:
    rows = [{"person": 1, "provider": "N", "admitted": date(2019, 5, 5), "discharged": date(2019, 5, 6), "diagnoses": "I10X;C509"}]
    found = journeys_of(episodes=rows, persons=[resident()])["person_segments"]
    assert found.select("valid_from", "conditions").rows() == [
        (date(2024, 1, 1), 2), (date(2024, 6, 1), 1), (date(2025, 1, 1), 1),  # cancer counts for 60 months
    ]  # fmt: skip


def test_a_condition_told_twice_is_one() -> None:
    rows = [{"person": 1, "admitted": date(2024, month, 1), "diagnoses": "F200"} for month in (2, 3, 4)]
    found = journeys_of(episodes=rows, persons=[resident(severe_mental_illness=True)])["person_segments"]
    assert set(found["conditions"]) == {1}
    assert set(found["cambridge_multimorbidity"]) == {0.64}


def test_segments_are_known_from_the_24th_month_of_hospital_records() -> None:
    covers = {"persons": COVERS["episodes"], "episodes": (date(2023, 1, 1), date(2025, 10, 1))}
    months = tuple(date(2023 + number // 12, number % 12 + 1, 1) for number in range(36))
    assert journey_covers(covers, months)["person_segments"] == (date(2025, 1, 1), date(2025, 10, 1))
    assert "person_segments" not in journey_covers({"episodes": covers["episodes"]}, months)


# Register row 79: "carer" means a person who cares unpaid

PAID = ["Paid carer", "Carer (paid)", "Care worker", "Home carer", "Carer agency", "Formal carer", "carers", "Service user", "", None]


@pytest.mark.parametrize("term", PAID)
def test_paid_staff_are_never_carers(term: str | None) -> None:
    events = [
        {"person": 1, "event_type": "Service", "client_type": term, "event_starts": date(2024, 3, 3), "service_type": "Carer support"}
    ]
    assert not journeys_of(social_care=events, persons=[resident()])["person_segments"]["unpaid_carer"].any()


@pytest.mark.parametrize("term", ["Unpaid carer", "unpaid carer", "Carer", " carer "])
def test_unpaid_carers_are_known_from_social_care(term: str) -> None:
    events = [{"person": 1, "event_type": "Review", "client_type": term, "event_starts": date(2024, 3, 3)}]
    found = journeys_of(social_care=events, persons=[resident()])["person_segments"].filter("unpaid_carer")
    assert (found["valid_from"].min(), found["valid_to"].max()) == (date(2024, 4, 1), date(2025, 4, 1))


def test_unpaid_carers_are_known_from_the_person_list() -> None:
    assert journeys_of(persons=[resident(unpaid_carer=True)])["person_segments"]["unpaid_carer"].all()
    assert not journeys_of(persons=[resident(unpaid_carer=False), resident(2)])["person_segments"]["unpaid_carer"].any()


def test_every_term_for_a_carer_says_unpaid() -> None:
    terms = code_lists()["client_types"]
    assert set(terms["list"]) == {"unpaid carer"}
    assert terms["says"].str.contains("cares unpaid").all()


# Mothers, babies


def test_a_maternity_stay_is_the_mothers_not_the_babys() -> None:
    birth = {"admitted": date(2024, 3, 3), "discharged": date(2024, 3, 5), "provider": "N"}
    found = journeys_of(
        episodes=[{"person": 1, "specialty": "501", **birth}, {"person": 2, "specialty": "501", "admission_method": "82", **birth}],
        persons=[resident(sex="female", birth_date=date(1994, 1, 1)), resident(2, sex="female", birth_date=date(2024, 3, 3))],
    )["person_segments"]
    assert set(found.filter("maternity")["age_band"]) == {30}
    assert set(found.filter(pl.col("age") == 0)["segment"]) == {"maternal-and-newborn"}


# Rules: the library, and a place's own


def with_rules(given: Given, segments: tuple[Segment, ...]) -> pl.DataFrame:
    warehouse = given._warehouse
    make_journeys(warehouse, wanted=("person_segments",), segments=segments)
    return warehouse.frame(sorted_rows(PERSON_SEGMENTS))


def own(folder: Path, **texts: str) -> Path:
    (folder / "segments").mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / "segments" / f"{name.replace('_', '-')}.toml").write_text(text)
    return folder


def letter(folder: Path, **texts: str) -> str:
    with pytest.raises(DataProblem) as caught:
        segments_of(own(folder, **texts))
    return caught.value.letter()


def test_a_place_without_its_own_has_the_librarys(tmp_path: Path) -> None:
    assert segments_of(tmp_path) == library_segments()


def test_the_library_asks_in_one_order_and_takes_everybody() -> None:
    orders = [segment.order for segment in library_segments()]
    assert orders == sorted(set(orders))
    assert [segment.name for segment in library_segments() if segment.who == "TRUE"] == ["not-known"] == [library_segments()[-1].name]


@pytest.mark.parametrize("segment", library_segments(), ids=lambda segment: segment.name)
def test_every_segment_says_who_is_in_it_in_plain_words(segment: Segment) -> None:
    assert segment.says.endswith(".")
    assert segment.source
    assert all(len(sentence.split()) <= 25 for sentence in segment.says.split(". "))


def test_the_query_of_the_rules_is_portable() -> None:
    assert not problems_in(segments_model(library_segments()).sql, where="person_segments")


def test_a_place_replaces_adds_and_empties(tmp_path: Path) -> None:
    folder = own(tmp_path, frailty=FILE, young_carers=FILE.replace("35", "36").replace("age >= 65", "unpaid_carer and age < 25"),
                 one_condition=FILE.replace("35", "37").replace("age >= 65", "false"))  # fmt: skip
    segments = segments_of(folder)
    assert {"frailty", "young-carers", "one-condition"} <= {segment.name for segment in segments}
    given = journeys_of(persons=[resident(birth_date=date(1950, 1, 1)), resident(2, birth_date=date(2008, 1, 1), unpaid_carer=True)],
                        episodes=[{"person": 1, "admitted": date(2019, 1, 1), "diagnoses": "I10X"}])  # fmt: skip
    assert set(with_rules(given, segments)["segment"]) == {"frailty", "young-carers"}
    assert set(with_rules(given, library_segments())["segment"]) == {"one-condition", "children"}


WRONG = [
    ({"x": FILE.replace("age >= 65", "agee >= 65")}, 'Did you mean "age"?'),
    ({"x": FILE.replace("age >= 65", "small_area = 'A1'")}, 'has no column "small_area"'),
    ({"x": FILE.replace("age >= 65", "frailty_band = 'severe'")}, "never holds 'severe'"),
    ({"x": FILE.replace("age >= 65", "age")}, "gives a number"),
    ({"x": FILE.replace("age >= 65", "exists (select 1)")}, "is not allowed"),
    ({"x": FILE.replace("says", "sais")}, 'Did you mean "says"?'),
    ({"x": FILE.replace("order = 35\n", "")}, "order: it is missing"),
    ({"x": FILE.replace("35", '"35"')}, "'35' cannot be read here"),
    ({"x": FILE.replace("35", "true")}, "True cannot be read here"),
    ({"x": FILE.replace('"T"', '" "')}, "cannot be read here"),
    ({"x": FILE.replace("35", "30")}, 'the order of segment "'),
    ({"x": FILE.replace("age >= 65", "true")}, "it takes everybody"),
    ({"not_known": FILE.replace("35", "990")}, "does not take everybody"),
    ({"x": "order = "}, "it is not TOML"),
    ({"Frail_": FILE}, "cannot be the name of a segment"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "says"), WRONG, ids=[says for _, says in WRONG])
def test_a_rule_that_cannot_be_read_is_told(tmp_path: Path, texts: dict[str, str], says: str) -> None:
    assert says in letter(tmp_path, **texts)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    told = letter(tmp_path, x=FILE.replace("age", "agee").replace("says", "sais"), y="order = ")
    assert told.startswith("The segments cannot be used: 4 problems.")


def test_rules_know_nothing_of_who_or_where() -> None:
    assert not {"person_key", "small_area", "place", "segment"} & RULE_COLUMNS.columns.keys()


# Ages at which a rule can change its answer

AGES = [
    ("age >= 65", {65, 66}),
    ("age between 21 and 23 or age in (31, 41)", {21, 22, 23, 24, 31, 32, 41, 42}),
    ("not age < 17 and conditions > 11", {17, 18}),
    ("age is null", set()),
    ("age + 1 > 65", set(range(121))),
    ("age > conditions", set(range(121))),
    ("coalesce(age, 3) > 7", set(range(121))),
]


@pytest.mark.parametrize(("who", "ages"), AGES)
def test_ages_that_a_rule_names(who: str, ages: set[int]) -> None:
    segment = Segment(name="x", order=1, title="T", says="Who.", who=who, source="Ours")
    assert set(ages_that_matter([segment])["age_no"]) == ages | set(range(0, 95, 5))


def test_a_rule_on_any_age_changes_on_the_birthday(tmp_path: Path) -> None:
    segments = segments_of(own(tmp_path, x=FILE.replace("age >= 65", "age = 41")))
    found = with_rules(journeys_of(persons=[resident(birth_date=date(1983, 6, 2))]), segments)
    assert [(row["valid_from"], row["segment"]) for row in found.to_dicts()] == [
        (date(2024, 1, 1), "generally-well"), (date(2024, 7, 1), "x"), (date(2025, 7, 1), "generally-well"),
    ]  # fmt: skip
