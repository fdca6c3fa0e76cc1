"""The places that the examples make, held against figures that others published."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from wholeplace.place import Place, check_place, read_place

MID_2020 = {"E08000033": 211_439, "E08000034": 441_290, "E08000035": 798_786, "E08000036": 351_592, "E07000165": 161_545}
"""ONS mid-2020 population estimates of whole districts."""
BRADFORD, FIVE_DISTRICTS, CRAVEN_IN_PLACE = 542_128, 2_345_235, 51_282
PLACE_2018, PLACE_2023 = date(2018, 6, 1), date(2023, 6, 1)


@pytest.fixture(scope="module")
def place(west_yorkshire: Path) -> Place:
    return read_place(west_yorkshire)


def people(place: Place, day: date, column: str) -> dict[str, int]:
    """People by area at one level or footprint, on the boundaries of one day."""
    standing = place.small_areas.filter((pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day)))
    counted = standing.join(place.population, on="small_area").group_by(column).agg(pl.col("people").sum().cast(pl.Int64))
    return dict(counted.iter_rows())


def standing(place: Place, day: date, level: str) -> set[str]:
    return {area.name for area in place.areas if area.level == level and area.stands_on(day)}


def test_the_folder_has_nothing_wrong_with_it(west_yorkshire):
    assert check_place(west_yorkshire) == ()


def test_districts_hold_the_people_that_ons_estimated(place):
    assert people(place, PLACE_2018, "place") == MID_2020 | {"E38000232": BRADFORD + CRAVEN_IN_PLACE}


def test_the_five_districts_of_west_yorkshire_add_up(place):
    councils, places = people(place, PLACE_2018, "council"), people(place, PLACE_2018, "place")
    whole = councils["E08000032"] + sum(places[code] for code in ("E08000033", "E08000034", "E08000035", "E08000036"))
    assert (councils["E08000032"], whole) == (BRADFORD, FIVE_DISTRICTS)


def test_no_one_is_lost_between_levels(place):
    for day in (PLACE_2018, PLACE_2023, date(2025, 1, 1)):
        assert sum(people(place, day, "system").values()) == sum(people(place, day, "place").values())
        assert sum(people(place, day, "place").values()) == sum(people(place, day, "neighbourhood").values())


def test_members_of_2018_and_2023_differ(place):
    gone = standing(place, PLACE_2018, "place") - standing(place, PLACE_2023, "place")
    assert gone == {"Harrogate"}
    assert (standing(place, PLACE_2018, "system"), standing(place, PLACE_2023, "system")) == (
        {"West Yorkshire and Harrogate"},
        {"West Yorkshire"},
    )


def test_a_boundary_change_moves_craven_to_north_yorkshire(place):
    before, after = people(place, PLACE_2018, "council"), people(place, PLACE_2023, "council")
    assert before["E07000163"] == after["E06000065"] == CRAVEN_IN_PLACE
    assert "E07000163" not in after


def test_a_ward_is_known_from_may_2024_only(place):
    assert set(people(place, PLACE_2023, "ward")) == {None}
    assert None not in people(place, date(2024, 5, 2), "ward")


def test_eleven_commissioning_groups_became_9_then_5_then_none(place):
    groups = [each for each in place.organisations if "clinical commissioning group" in each.roles and each.parent == "E54000005"]
    counted = [sum(group.stands_on(day) for group in groups) for day in (date(2017, 6, 1), date(2018, 6, 1), date(2021, 6, 1), PLACE_2023)]
    assert counted == [11, 9, 5, 0]


def test_44_partnerships_then_42_then_42_boards(place):
    systems = [each for each in place.organisations if each.kind in ("system partnership", "icb")]
    counted = [sum(system.stands_on(day) for system in systems) for day in (date(2018, 1, 1), date(2020, 1, 1), PLACE_2023)]
    assert counted == [44, 42, 42]


def test_every_ended_body_has_a_successor_that_stands_on_that_day(place):
    followed = [each for each in place.organisations if each.successor]
    assert len(followed) > 50
    assert all(any(o.code == each.successor and o.stands_on(each.valid_to) for o in place.organisations) for each in followed)


def test_a_council_is_known_by_both_of_its_codes(place):
    council = next(each for each in place.organisations if each.code == "210")
    area = next(each for each in place.areas if each.code == council.parent)
    assert (area.code, area.name, "210" in area.aliases) == ("E08000033", "Calderdale", True)


def test_deprivation_fifths_are_national(place):
    fifths = place.small_areas.unique("small_area").group_by("deprivation_fifth").len().sort("deprivation_fifth")
    assert fifths["deprivation_fifth"].to_list() == [1, 2, 3, 4, 5]
    assert fifths["len"][0] > 1.5 * fifths["len"].mean()  # more of West Yorkshire than of England is deprived


def test_cheshire_and_merseyside_holds_wirral_by_age_and_sex(cheshire):
    assert check_place(cheshire) == ()
    wirral = read_place(cheshire).population.filter(pl.col("small_area") == "E08000015")
    assert wirral["people"].sum() == 324_336
    assert set(wirral["sex"]) == {"female", "male"}


def test_standards_name_their_source(place):
    standard = place.settings.standards["emergency-readmissions"]
    assert (standard.value, standard.since, standard.source) == (14.2, date(2018, 4, 1), "England, 2018/19")
    assert place.settings.standards["delayed-transfers"].value == 10.3
