"""What a feed.toml may add for person-level files: an id that stands for the person, and rules of its own."""

from pathlib import Path

import polars as pl

from tests.feeds.conftest import whole_rows
from tests.feeds.published import receive_one

HEADER = "person,came,left,attendance\n"
TOLD = """
contract = "emergency_care"
[types]
nhs_number = "pseudonym"
[expressions]
nhs_number = "'city hospital ' || person"
[aliases]
arrived_at = "came"
departed_at = "left"
attendance_ref = "attendance"
[constants]
provider = "RXX"
[[rules]]
name = "here twice at one time"
must = "arrived_at >= max(departed_at) over (partition by nhs_number order by arrived_at rows between unbounded preceding and 1 preceding)"
column = "arrived_at"
otherwise = "note"
why = "Nobody is in two places."
fix = "Ask the sender."
"""


def received_rows(folder: Path) -> pl.DataFrame:
    return whole_rows(folder, "emergency_care", "ed")


def test_a_senders_own_id_stands_for_the_person(tmp_path: Path):
    text = HEADER + "7,2024-01-01 10:00,2024-01-01 12:00,1\n,2024-01-02 10:00,2024-01-02 12:00,2\n"
    receive_one(tmp_path, "ed", text, told=TOLD, published=False)
    assert received_rows(tmp_path)["nhs_number"].to_list() == ["pseudonym:city hospital 7", None]


def test_a_rule_of_the_place_may_look_back_over_the_persons_rows(tmp_path: Path):
    text = HEADER + "7,2024-01-01 10:00,2024-01-01 12:00,1\n7,2024-01-01 11:00,2024-01-01 13:00,2\n8,2024-01-01 11:00,2024-01-01 13:00,3\n"
    _, receipt = receive_one(tmp_path, "ed", text, told=TOLD, published=False)
    assert [(fault.reason, fault.rows, fault.effect) for fault in receipt.faults] == [("here twice at one time", 1, "note")]
    assert receipt.accepted == 3
