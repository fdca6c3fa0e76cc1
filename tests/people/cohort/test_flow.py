"""Who enters, who is left out, how long they are followed, and what counts as seen. Nobody is lost on the way."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.people.cohort.given import COVERED, COVERS, Made, cohort_of
from wholeplace.terms import DataProblem

DAY = date(2024, 3, 1)
LATER = DAY + timedelta(days=60)
WORDS = 'title = "People"\nquestion = "What came of them?"\nsource = "a test"\npurpose = "planning"\n'
LEFT_HOSPITAL = """
[enter]
from = "stays"
on = "ended"
counts = "alive and admitted_as = 'emergency'"
"""
BACK = """
[follow]
to_days = 30
[[outcomes]]
name = "back"
from = "stays"
counts = "admitted_as = 'emergency'"
within_days = [0, 30]
as = "any"
[[outcomes]]
name = "times"
from = "stays"
within_days = [0, 30]
as = "count"
[[outcomes]]
name = "after_days"
from = "stays"
within_days = [0, 30]
as = "first after days"
"""


def stay(person: int | None, ended: date, nights: int = 2, **more: Any) -> dict[str, Any]:
    left = {"discharge_method": "1", "admission_method": "21", "discharged": ended}
    return {"person": person, "admitted": ended - timedelta(days=nights), "provider": "R", **left, **more}


def home(person: int, **more: Any) -> dict[str, Any]:
    return {"person": person, "starts": date(2010, 1, 1), "birth_date": date(1950, 1, 1), "small_area": "A1", "sex": "female", **more}


def made(folder: Path, body: str, **rows: Any) -> Made:
    return cohort_of(WORDS + body, folder, **rows)


def adds_up(table: Made) -> bool:
    steps = table.table.flow
    lines = all(step.came == step.out + step.left for step in steps)
    on = all(later.came == step.left for step, later in pairwise(steps) if later.group == step.group)
    return lines and on


def test_every_line_of_the_flow_adds_up_and_says_why(tmp_path: Path) -> None:
    episodes = [
        stay(None, DAY), stay(1, DAY), stay(1, DAY + timedelta(days=60)), stay(2, DAY), stay(3, DAY, discharge_method="4"),
        stay(4, DAY, admission_method="11"), stay(5, DAY), stay(6, DAY),
    ]  # fmt: skip
    persons = [home(1), home(2, small_area=None), home(5, sex="male"), home(6, small_area="B1")]
    exclude = """
[[exclude]]
name = "Home not known"
when = "small_area is null"
[[exclude]]
name = "Men, and those of an unranked area"
when = "sex = 'male' or deprivation_fifth is null"
"""
    table = made(tmp_path, LEFT_HOSPITAL + exclude, episodes=episodes, persons=persons)
    assert table.out == {
        "Record of nobody we know": 1, "Another record of the same person": 1, "Home not known": 1,
        "Men, and those of an unranked area": 1,
    }  # fmt: skip
    assert table.left == len(table.rows) == 2
    assert adds_up(table)
    assert table.table.flow[0].came == 6


def test_the_first_reason_that_holds_is_the_one_told(tmp_path: Path) -> None:
    body = LEFT_HOSPITAL + '[[exclude]]\nname = "a"\nwhen = "true"\n[[exclude]]\nname = "b"\nwhen = "true"\n'
    table = made(tmp_path, body, episodes=[stay(1, DAY)], persons=[home(1)])
    assert (table.out, table.left) == ({"a": 1}, 0)


def test_a_condition_that_is_not_known_leaves_nobody_out(tmp_path: Path) -> None:
    body = LEFT_HOSPITAL + '[[exclude]]\nname = "delayed"\nwhen = "delay_days > 1"\n'
    assert made(tmp_path, body, episodes=[stay(1, DAY)], persons=[home(1)]).left == 1


@pytest.mark.parametrize(
    ("one_row", "days"), [("first", [DAY]), ("last", [DAY + timedelta(days=60)]), ("each", [DAY, DAY + timedelta(days=60)])]
)
def test_which_row_of_a_person_enters(tmp_path: Path, one_row: str, days: list[date]) -> None:
    body = LEFT_HOSPITAL + f'one_row = "{one_row}"\n'
    table = made(tmp_path, body, episodes=[stay(1, DAY), stay(1, DAY + timedelta(days=60))], persons=[home(1)])
    assert table.rows["index_day"].to_list() == days
    assert adds_up(table)


def test_both_days_of_between_are_let_in(tmp_path: Path) -> None:
    body = LEFT_HOSPITAL + f"between = [{DAY}, {DAY + timedelta(days=1)}]\n"
    episodes = [stay(person, DAY + timedelta(days=person - 2)) for person in range(1, 5)]
    table = made(tmp_path, body, episodes=episodes, persons=[home(person) for person in range(1, 5)])
    assert table.rows["index_day"].to_list() == [DAY, DAY + timedelta(days=1)]


def test_all_days_that_can_be_followed_are_let_in(tmp_path: Path) -> None:
    """31 days are watched (0 to 30), and the records end before 1 January 2026: the last index day is 1 December 2025."""
    table = made(tmp_path, LEFT_HOSPITAL + BACK, episodes=[stay(1, date(2025, 12, 1)), stay(2, date(2025, 12, 2))])
    assert (table.table.first_day, table.table.last_day) == (COVERED[0], date(2025, 12, 1))
    assert len(table.rows) == 1


def test_the_index_day_can_be_some_days_after(tmp_path: Path) -> None:
    table = made(tmp_path, LEFT_HOSPITAL + "after_days = 14\n", episodes=[stay(1, DAY)], persons=[home(1)])
    assert table.rows["index_day"].to_list() == [DAY + timedelta(days=14)]
    died = made(
        tmp_path / "died", LEFT_HOSPITAL + "after_days = 14\n", episodes=[stay(1, DAY)], persons=[home(1, died=DAY + timedelta(days=13))]
    )
    assert died.out == {"Died before the index day": 1}


def test_an_outcome_is_seen_from_the_first_to_the_last_day_asked_for(tmp_path: Path) -> None:
    def after(days: int, folder: str) -> dict[str, Any]:
        back = stay(1, DAY + timedelta(days=days + 2), nights=2)
        return made(tmp_path / folder, LEFT_HOSPITAL + BACK, episodes=[stay(1, DAY), back], persons=[home(1)]).only()

    assert [after(30, "in")[name] for name in ("back", "times", "after_days")] == [True, 1, 30]
    assert [after(31, "out")[name] for name in ("back", "times", "after_days")] == [False, 0, None]


def test_the_stay_that_ends_on_the_index_day_is_no_return(tmp_path: Path) -> None:
    row = made(tmp_path, LEFT_HOSPITAL + BACK, episodes=[stay(1, DAY)], persons=[home(1)]).only()
    assert (row["back"], row["followed_days"], row["follow_ended_by"]) == (False, 31, None)


def test_who_died_was_followed_to_the_day_and_is_known_not_to_have_come_back(tmp_path: Path) -> None:
    row = made(tmp_path, LEFT_HOSPITAL + BACK, episodes=[stay(1, DAY)], persons=[home(1, died=DAY + timedelta(days=9))]).only()
    assert (row["followed_days"], row["follow_ended_by"], row["back"], row["times"]) == (10, "death", False, 0)


def test_who_left_the_place_is_not_known_not_to_have_come_back(tmp_path: Path) -> None:
    row = made(tmp_path, LEFT_HOSPITAL + BACK, episodes=[stay(1, DAY)], persons=[home(1, ends=DAY + timedelta(days=9))]).only()
    assert (row["followed_days"], row["follow_ended_by"], row["back"], row["times"]) == (9, "left the place", None, None)


def test_what_came_after_they_left_is_not_counted(tmp_path: Path) -> None:
    episodes = [stay(1, DAY), stay(1, DAY + timedelta(days=14))]
    row = made(tmp_path, LEFT_HOSPITAL + BACK, episodes=episodes, persons=[home(1, ends=DAY + timedelta(days=9))]).only()
    assert (row["back"], row["after_days"]) == (None, None)


def test_of_who_left_only_the_day_is_told_for_else_those_without_would_be_missing_beside_them(tmp_path: Path) -> None:
    episodes = [stay(1, DAY), stay(1, DAY + timedelta(days=6))]
    row = made(tmp_path, LEFT_HOSPITAL + BACK, episodes=episodes, persons=[home(1, ends=DAY + timedelta(days=9))]).only()
    assert (row["back"], row["times"], row["after_days"]) == (None, None, 4)


def test_a_move_inside_the_place_is_no_leaving(tmp_path: Path) -> None:
    moved = DAY + timedelta(days=9)
    persons = [home(1, ends=moved), home(1, starts=moved, small_area="B1")]
    row = made(tmp_path, LEFT_HOSPITAL + BACK, episodes=[stay(1, DAY)], persons=persons).only()
    assert (row["followed_days"], row["follow_ended_by"]) == (31, None)


def test_leaving_need_not_end_it(tmp_path: Path) -> None:
    body = LEFT_HOSPITAL + BACK.replace("to_days = 30", 'to_days = 30\nends_with = ["death"]')
    row = made(tmp_path, body, episodes=[stay(1, DAY)], persons=[home(1, ends=DAY + timedelta(days=9))]).only()
    assert (row["followed_days"], row["back"]) == (31, False)


def test_who_enters_too_late_is_followed_to_the_end_of_records(tmp_path: Path) -> None:
    late = date(2025, 12, 20)
    body = LEFT_HOSPITAL + f"between = [{late}, {late}]\n" + BACK
    row = made(tmp_path, body, episodes=[stay(1, late)], persons=[home(1)]).only()
    assert (row["followed_days"], row["follow_ended_by"], row["back"]) == (12, "end of records", None)


def test_days_that_nobody_could_have_seen_are_refused(tmp_path: Path) -> None:
    body = (
        LEFT_HOSPITAL
        + "between = [2022-06-01, 2024-01-01]\n"
        + ('[[exposures]]\nname = "before"\nfrom = "stays"\nwithin_days = [-365, -1]\nas = "any"\n')
    )
    with pytest.raises(DataProblem, match="Begin on 2023-01-01"):
        made(tmp_path, body, episodes=[stay(1, DAY)], persons=[home(1)])


def test_a_table_that_nobody_fills_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="it reads stays, and no feed of this place fills it"):
        made(tmp_path, LEFT_HOSPITAL, covers={name: span for name, span in COVERS.items() if name != "stays"}, episodes=[])


def test_the_columns_handed_on_are_those_asked_for_in_an_order_no_key_decides(tmp_path: Path) -> None:
    body = LEFT_HOSPITAL + BACK + '[baseline]\ncolumns = ["age", "sex", "deprivation_fifth"]\n'
    people = range(1, 9)
    rows = {
        "episodes": [stay(person, DAY) for person in people],
        "persons": [home(person, birth_date=date(1940 + person, 1, 1)) for person in people],
    }
    first, second = (made(tmp_path / folder, body, **rows).rows for folder in ("one", "two"))
    assert first.columns == [
        "person_key", "index_day", "age", "sex", "deprivation_fifth", "back", "times", "after_days",
        "followed_days", "followed_until", "follow_ended_by",
    ]  # fmt: skip
    assert set(first["person_key"]).isdisjoint(second["person_key"])
    assert first.drop("person_key").equals(second.drop("person_key"))
    assert first["age"].to_list() == sorted(first["age"])


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    table = made(tmp_path, LEFT_HOSPITAL, episodes=[stay(1, DAY)], persons=[home(1)]).table
    assert table.rows.parent.stat().st_mode & 0o777 == 0o700
    assert {file.name: file.stat().st_mode & 0o777 for file in table.rows.parent.iterdir()} == dict.fromkeys(
        ("baseline.json", "cohort.json", "cohort.parquet", "flow.json", "gaps.json", "outcomes.json"), 0o600
    )
