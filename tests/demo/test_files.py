"""The files of Aldermoor: every feed is there, dirt is as declared, money adds up, and a seed gives the same bytes."""

import csv
import json
import os
import tomllib
from collections import Counter
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from tests.demo.slow_count import is_valid, rows_of
from wholeplace.demo import make
from wholeplace.terms import WrongUse

FEEDS = {
    "person_list", "admitted_patient_care", "emergency_care", "social_care", "contacts", "voluntary_activity", "spend",
    "fingertips", "labour_market", "fuel_poverty", "tenancies", "births", "answers", "exposures", "opt_outs", "fund_books",
}  # fmt: skip


def truth_of(folder: Path) -> dict:
    return json.loads((folder / "truth.json").read_text())


def dirt_of(folder: Path, feed: str) -> Counter[str]:
    return Counter({entry["kind"]: entry["rows"] for entry in truth_of(folder)["dirt"] if entry["feed"] == feed})


def fingerprint(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_every_feed_is_there_with_the_rows_that_truth_counts(aldermoor: Path) -> None:
    rows = truth_of(aldermoor)["rows"]
    assert set(rows) == FEEDS
    assert {feed: sum(1 for _ in rows_of(aldermoor, feed)) for feed in FEEDS} == rows


def test_the_same_seed_gives_the_same_bytes_with_any_number_of_threads(
    aldermoor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    make(tmp_path / "again", people=5_000, seed=1)
    assert fingerprint(tmp_path / "again") == fingerprint(aldermoor)


def test_threads_do_not_change_a_place_of_many_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wholeplace.demo.layout._BLOCK", 1_000)
    make(tmp_path / "many", people=6_000, seed=2)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    make(tmp_path / "one", people=6_000, seed=2)
    assert len(list((tmp_path / "many" / "feeds" / "person_list").iterdir())) > 3
    assert fingerprint(tmp_path / "one") == fingerprint(tmp_path / "many")


def test_another_seed_gives_other_bytes(aldermoor: Path, tmp_path: Path) -> None:
    make(tmp_path / "other", people=5_000, seed=2)
    assert fingerprint(tmp_path / "other")["population.csv"] != fingerprint(aldermoor)["population.csv"]


@pytest.mark.parametrize("people", [2_000, 3_333, 30_000])
def test_any_size_works(tmp_path: Path, people: int) -> None:
    make(tmp_path / "place", people=people)
    counted = pl.read_csv(tmp_path / "place" / "population.csv").filter(pl.col("year") == 2024)["people"].sum()
    assert abs(counted - people) < 0.06 * people


@pytest.mark.parametrize("people", [0, 1_999, 10_000_001])
def test_other_sizes_are_refused(tmp_path: Path, people: int) -> None:
    with pytest.raises(WrongUse, match="from 2,000 to 10,000,000"):
        make(tmp_path / "place", people=people)


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(WrongUse, match="not empty"):
        make(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_the_poorest_neighbourhoods_are_named_and_planted(aldermoor: Path) -> None:
    with (aldermoor / "areas.csv").open(newline="") as lines:
        names = {row["code"]: row["name"] for row in csv.DictReader(lines)}
    late = [change for change in truth_of(aldermoor)["changes"] if change["measure"] == "care-started-within-2-days"]
    assert [[names[code] for code in change["areas"]] for change in late] == [["Aldermoor"], ["Thornley", "Mill Bank", "Eastgate"]]
    assert (late[0]["from"], late[0]["to"], late[0]["direction"]) == ("2024-10", None, "down")


def test_wrong_and_missing_numbers_are_as_declared(aldermoor: Path) -> None:
    declared = dirt_of(aldermoor, "admitted_patient_care")
    distinct = {row["EPIKEY"]: row["NEWNHSNO"] for row in rows_of(aldermoor, "admitted_patient_care")}
    assert sum(not number for number in distinct.values()) == declared["NHS number missing"] > 0
    assert sum(bool(number) and not is_valid(number) for number in distinct.values()) == declared["NHS number fails its check"]


def test_repeated_and_disordered_rows_are_as_declared(aldermoor: Path) -> None:
    declared = dirt_of(aldermoor, "emergency_care")
    rows = list(rows_of(aldermoor, "emergency_care"))
    distinct = {row["EPIKEY"]: row for row in rows}
    backwards = [
        row
        for row in distinct.values()
        if row["DEPARTURE_DATE"] and row["DEPARTURE_DATE"] + row["DEPARTURE_TIME"] < row["ARRIVAL_DATE"] + row["ARRIVAL_TIME"]
    ]
    assert len(rows) - len(distinct) == declared["row sent twice in one file"] > 0
    assert len(backwards) == declared["departure before arrival"]


def test_files_have_the_habits_of_their_senders(aldermoor: Path) -> None:
    feeds = aldermoor / "feeds"
    assert (feeds / "emergency_care" / "ecds_001.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (feeds / "emergency_care" / "ecds_000.csv").read_bytes() == b""
    assert b"\r\n" in (feeds / "voluntary_activity" / "support_001.csv").read_bytes()
    assert (feeds / "contacts" / "nothing_this_month.csv").read_text().count("\n") == 1
    assert "LSOA21" in (feeds / "admitted_patient_care" / "Z9B_episodes_001.csv").read_text().split("\n")[0]
    assert next(rows_of(aldermoor, "social_care"))["Event_Start_Date"][2] == "/"
    twice = [(feeds / "voluntary_activity" / name).read_bytes() for name in ("support_001.csv", "support_001 (1).csv")]
    assert twice[0] == twice[1]


def test_both_releases_of_client_level_data_are_mixed(aldermoor: Path) -> None:
    kinds = {row["Service_Type"] for row in rows_of(aldermoor, "social_care")}
    assert {"Short Term Support: ST-Max", "Short term support: ST-Max"} <= kinds


def test_older_people_are_a_fifth_of_social_care_spend_to_the_penny(aldermoor: Path) -> None:
    total: Counter[tuple[str, str]] = Counter()
    older: Counter[tuple[str, str]] = Counter()
    for row in rows_of(aldermoor, "spend"):
        if row["SETTING"] == "social care":
            pence = int(row["AMOUNT"].replace(".", ""))
            total[row["MONTH"], row["AREA"]] += pence
            older[row["MONTH"], row["AREA"]] += pence * (row["CLIENT_GROUP"] == "older people")
    assert len(total) == 37 * 2
    assert all(older[key] * 5 == total[key] for key in total)


def test_nothing_happens_outside_the_days_covered(aldermoor: Path) -> None:
    covers = truth_of(aldermoor)["covers"]
    dated = {"contacts": "CONTACT_DATE", "emergency_care": "ARRIVAL_DATE", "admitted_patient_care": "DISDATE"}
    for feed, column in dated.items():
        days = [row[column] for row in rows_of(aldermoor, feed) if row[column]]
        assert covers["from"] <= min(days)
        assert max(days) < covers["to"]


def test_records_keep_to_life(aldermoor: Path) -> None:
    """Contacts and attendances of known people lie within the time the person list has them here."""
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for row in rows_of(aldermoor, "person_list"):
        first[row["NHS_NUMBER"]] = min(first.get(row["NHS_NUMBER"], "9"), row["START_DATE"])
        last[row["NHS_NUMBER"]] = max(last.get(row["NHS_NUMBER"], ""), row["END_DATE"] or "9")
    for row in rows_of(aldermoor, "contacts"):
        if row["NHS_NUMBER"] in first:
            assert first[row["NHS_NUMBER"]] <= row["CONTACT_DATE"] < last[row["NHS_NUMBER"]]


def test_senders_say_which_days_they_cover_where_rows_begin_earlier(aldermoor: Path) -> None:
    says = tomllib.loads((aldermoor / "feeds" / "social_care" / "feed.toml").read_text())
    covers = truth_of(aldermoor)["covers"]
    assert {key: day.isoformat() for key, day in says["covers"].items()} == covers
    assert min(row["Event_Start_Date"][6:] for row in rows_of(aldermoor, "social_care")) < "2020"


def test_a_run_that_is_broken_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wholeplace.demo.making.write_truth", broken)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path / "place", people=2_000)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_one_stands_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WrongUse, match="folder of its own"):
        make(Path())
