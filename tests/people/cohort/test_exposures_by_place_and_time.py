"""Exposures joined by place and time: a value counts on its own days, in its own area, while the person lived there."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.people.cohort.given import Made, cohort_of

BORN = date(2024, 7, 1)
ADDRESS = {"small_area": "A1"}

DEFINITION = """
title = "Babies"
question = "What air did their mothers breathe?"
source = "a test"
purpose = "planning"
enter = {{ from = "births", on = "born" }}

[[exposures]]
name = "no2"
from = "exposures"
exposure = "nitrogen dioxide"
of = "mother"
over = {over}
min_known_share = {share}
combine = "{combine}"
"""


def air(starts: date, ends: date, value: float, **more: Any) -> dict[str, Any]:
    return {"exposure": "nitrogen dioxide", "unit": "µg/m3", "small_area": "A1", "starts": starts, "ends": ends, "value": value, **more}


def year(number: int, value: float, **more: Any) -> dict[str, Any]:
    return air(date(number, 1, 1), date(number + 1, 1, 1), value, **more)


def home(**more: Any) -> dict[str, Any]:
    return {"person": 1, "starts": date(2010, 1, 1), "birth_date": date(1995, 1, 1), "small_area": "A1", **more}


def baby(
    folder: Path, *, homes: list[dict[str, Any]], values: list[dict[str, Any]], over: str = '"the year before index"',
    share: float = 0.001, combine: str = "mean", **birth: Any,
) -> Made:  # fmt: skip
    text = DEFINITION.format(over=over, share=share, combine=combine)
    births = [{"person": 2, "mother": 1, "born": BORN, "live": True, "gestation_weeks": 40, **birth}]
    return cohort_of(text, folder, births=births, persons=homes, exposures=values)


def test_an_exposure_of_the_wrong_year_is_not_joined(tmp_path: Path) -> None:
    """Register row 43. The only value is of the year after, or of one long before: neither is the air of that pregnancy."""
    other_days = [(date(2025, 1, 1), date(2026, 1, 1)), (date(2022, 1, 1), date(2023, 1, 1))]
    next_to_it = [(BORN, date(2026, 1, 1)), (date(2023, 1, 1), date(2023, 7, 2))]
    for number, (starts, ends) in enumerate(other_days + next_to_it):
        wrong = air(starts, ends, 40.0)
        row = baby(tmp_path / str(number), homes=[home()], values=[wrong]).only()
        assert (row["no2"], row["no2_known_share"]) == (None, 0.0)


def test_each_year_counts_for_its_own_days(tmp_path: Path) -> None:
    """The year before 1 July 2024 is 2 July 2023 to 30 June 2024: 183 days of 2023 and 182 of 2024."""
    row = baby(tmp_path, homes=[home()], values=[year(2023, 10.0), year(2024, 30.0), year(2025, 999.0), year(2022, 999.0)]).only()
    assert row["no2"] == pytest.approx((183 * 10 + 182 * 30) / 365)
    assert row["no2_known_share"] == 1.0


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        (date(2023, 7, 2), date(2023, 7, 3), 1),  # the first day of the window
        (date(2023, 7, 1), date(2023, 7, 2), 0),  # the day before it
        (date(2024, 6, 30), date(2024, 7, 1), 1),  # the last day of the window
        (date(2024, 7, 1), date(2024, 7, 2), 0),  # the index day itself is not before it
    ],
)
def test_the_days_at_the_edge(tmp_path: Path, starts: date, ends: date, days: int) -> None:
    row = baby(tmp_path, homes=[home()], values=[air(starts, ends, 20.0)]).only()
    assert row["no2_known_share"] == pytest.approx(days / 365)
    assert row["no2"] == (20.0 if days else None)


def test_who_moved_house_breathed_the_air_of_each_home_for_its_days(tmp_path: Path) -> None:
    homes = [home(ends=date(2024, 6, 1)), home(small_area="B1", starts=date(2024, 6, 1))]
    values = [year(2023, 10.0), year(2024, 10.0), year(2024, 70.0, small_area="B1")]
    row = baby(tmp_path, homes=homes, values=values).only()
    assert row["no2"] == pytest.approx((335 * 10 + 30 * 70) / 365, abs=1e-6)
    assert row["no2_known_share"] == 1.0
    highest = baby(tmp_path / "highest", homes=homes, values=values, combine="highest").only()
    assert highest["no2"] == 70.0


def test_the_air_of_a_home_left_behind_does_not_count(tmp_path: Path) -> None:
    homes = [home(ends=date(2023, 1, 1)), home(small_area="B1", starts=date(2023, 1, 1))]
    row = baby(tmp_path, homes=homes, values=[year(2023, 10.0), year(2024, 10.0)]).only()
    assert row["no2"] is None


def test_below_the_share_asked_for_it_is_not_known(tmp_path: Path) -> None:
    half = [year(2024, 20.0)]
    assert baby(tmp_path / "a", homes=[home()], values=half, share=0.5).only()["no2"] is None
    assert baby(tmp_path / "b", homes=[home()], values=half, share=0.49).only()["no2"] == 20.0
    table = baby(tmp_path / "c", homes=[home()], values=half, share=0.5).table
    assert any(str(note).startswith("no2: not known for 1") for note in table.notes)


def test_a_home_in_no_known_area_gives_nothing(tmp_path: Path) -> None:
    values = [year(2023, 10.0), year(2024, 10.0), year(2024, 5.0, small_area="ELSEWHERE")]
    row = baby(tmp_path, homes=[home(small_area="ELSEWHERE")], values=values)
    assert row.only()["no2"] is None


def test_a_mother_nobody_knows_gives_nothing(tmp_path: Path) -> None:
    row = baby(tmp_path, homes=[home()], values=[year(2023, 10.0), year(2024, 10.0)], mother=None).only()
    assert row["no2"] is None


def test_the_babys_own_home_is_not_the_mothers(tmp_path: Path) -> None:
    homes = [home(), home(person=2, small_area="B1", starts=BORN, birth_date=BORN)]
    row = baby(tmp_path, homes=homes, values=[year(2023, 10.0), year(2024, 10.0), year(2024, 70.0, small_area="B1")]).only()
    assert row["no2"] == 10.0


def test_a_pregnancy_is_its_own_days(tmp_path: Path) -> None:
    """26 weeks before 1 July 2024 is 1 January 2024."""
    values = [year(2023, 999.0), air(date(2024, 1, 1), date(2024, 4, 1), 10.0), air(date(2024, 4, 1), BORN, 30.0)]
    row = baby(tmp_path, homes=[home()], values=values, over='"pregnancy"', gestation_weeks=26).only()
    assert row["no2"] == pytest.approx((91 * 10 + 91 * 30) / 182)
    unknown = baby(tmp_path / "unknown", homes=[home()], values=values, over='"pregnancy"', gestation_weeks=None).only()
    assert (unknown["no2"], unknown["no2_known_share"]) == (None, 0.0)


def test_on_the_index_day(tmp_path: Path) -> None:
    values = [air(date(2024, 1, 1), BORN, 10.0), air(BORN, date(2025, 1, 1), 30.0)]
    assert baby(tmp_path, homes=[home()], values=values, over='"on index"').only()["no2"] == 30.0


def test_of_somebody_who_is_not_on_the_list_one_day_is_known(tmp_path: Path) -> None:
    values = [year(2023, 10.0), year(2024, 30.0)]
    seen = baby(tmp_path / "index", homes=[], values=values, over='"on index"', small_area="A1").only()
    assert seen["no2"] == 30.0
    before = baby(tmp_path / "before", homes=[], values=values, small_area="A1").only()
    assert before["no2"] is None


def test_areas_that_are_now_one_count_their_mean_once(tmp_path: Path) -> None:
    """OLD is A2 today. Where both have a value the day has their mean, and the share of days known stays 1."""
    values = [year(n, v, small_area=a) for n, v, a in ((2023, 10.0, "OLD"), (2024, 10.0, "OLD"), (2024, 30.0, "A2"))]
    row = baby(tmp_path, homes=[home(small_area="A2")], values=values).only()
    assert row["no2"] == pytest.approx((183 * 10 + 182 * 20) / 365, abs=1e-6)
    assert row["no2_known_share"] == 1.0
