"""Person-level files that nobody here wrote: received by a feed.toml each, their faults named, their people followed."""

from pathlib import Path

import polars as pl
import pytest

from tests.feeds.conftest import whole_rows
from wholeplace.feeds import Receipt, received
from wholeplace.people import build_journeys
from wholeplace.place import read_place

FOLDER = "records_synthetic"


@pytest.fixture(scope="module")
def receipts(files_from_elsewhere: Path) -> dict[str, Receipt]:
    return {receipt.feed: receipt for receipt in received(read_place(files_from_elsewhere)).receipts}


@pytest.fixture(scope="module")
def journeys(files_from_elsewhere: Path) -> dict[str, pl.DataFrame]:
    built = build_journeys(read_place(files_from_elsewhere))
    return {name: pl.read_parquet(path) for name, path in built.tables.items()}


@pytest.fixture(scope="module")
def stays_as_sent(shared_data: Path) -> pl.DataFrame:
    return pl.read_parquet(shared_data / FOLDER / "hospitalflow_inpatient.parquet")


@pytest.fixture(scope="module")
def attendances_as_sent(shared_data: Path) -> pl.DataFrame:
    return pl.read_parquet(shared_data / FOLDER / "hospitalflow_ed.parquet")


def rows_of(folder: Path, table: str, feed: str) -> pl.DataFrame:
    return whole_rows(folder, table, feed)


def faults(receipt: Receipt) -> dict[str, tuple[int, str]]:
    return {f"{fault.column}: {fault.reason}": (fault.rows, fault.effect) for fault in receipt.faults}


def test_a_feed_toml_is_all_that_was_said(files_from_elsewhere):
    for feed in (files_from_elsewhere / "feeds").iterdir():
        assert sorted(path.suffix for path in feed.iterdir()) == [".parquet", ".toml"]


def test_every_row_is_kept_or_accounted_for(receipts):
    assert {feed: (r.rows_in, r.accepted, r.quarantined) for feed, r in receipts.items()} == {
        "hes_admissions": (2_075, 2_074, 1),
        "hes_attendances": (1_000, 1_000, 0),
        "hospital_attendances": (33_722, 33_722, 0),
        "hospital_stays": (38_122, 38_122, 0),
    }


def test_faults_are_named_with_their_rows(receipts):
    admissions, attendances = faults(receipts["hes_admissions"]), faults(receipts["hes_attendances"])
    assert admissions["admitted: is empty"] == (1, "refuse")  # 1 January 1801 stands for "not known"
    disagree = "discharge_destination: method and destination of discharge disagree on death"
    assert admissions[disagree][1] == faults(receipts["hospital_stays"])[disagree][1] == "note"
    assert admissions["admitted: admitted again before leaving"][1] == "note"
    assert attendances["departed_at: is not a date and time"] == (45, "empty")  # a departure at 40:00
    assert faults(receipts["hospital_stays"])["admitted: admitted again before leaving"][1] == "note"


def test_two_spellings_of_one_way_into_hospital_are_one(files_from_elsewhere, stays_as_sent):
    methods = rows_of(files_from_elsewhere, "episodes", "hospital_stays")["admission_method"]
    spelt = stays_as_sent["admission_method"].str.to_lowercase().str.starts_with("accident and emergency")
    assert (methods == "21").sum() == spelt.sum() == 7_431 + 18_343


def test_a_dash_means_no_operation(files_from_elsewhere, shared_data):
    sent = pl.read_parquet(shared_data / FOLDER / "artificial_hes_apc_2001_02.parquet")
    operations = rows_of(files_from_elsewhere, "episodes", "hes_admissions")["operations"]
    assert sent["OPERTN_4_01"].str.strip_chars().eq("-").sum() == 989
    assert not operations.drop_nulls().str.contains("-").any()
    assert operations.null_count() > 0


def test_ages_of_babies_and_old_ethnic_codes_are_read(files_from_elsewhere):
    admissions = rows_of(files_from_elsewhere, "episodes", "hes_admissions")
    attendances = rows_of(files_from_elsewhere, "emergency_care", "hes_attendances")
    assert (admissions["age_given"] == 0).sum() == 235  # HES writes ages under 1 as 7001 to 7007; one of 236 rows has no admission date
    assert (admissions["age_given"].max() or 0) <= 120
    assert attendances["age_given"].null_count() == 4  # empty where they were sent empty
    assert set(admissions["ethnic_group"]) == {None, "Asian", "Black", "Mixed", "White", "Other"}


def test_every_attendance_is_one_attendance(journeys, attendances_as_sent):
    hospital = journeys["attendances"].filter(pl.col("provider") == "SITE1")
    assert len(journeys["attendances"]) == 33_722 + 1_000
    assert hospital["planned"].sum() == attendances_as_sent["attendance_category"].eq("Follow up - Planned").sum()
    assert hospital["admitted"].sum() == attendances_as_sent["attendance_disposal"].eq("Admitted").sum()


def test_minutes_in_the_department_are_those_between_the_two_times(journeys, attendances_as_sent):
    cut = [pl.col(name).dt.truncate("1m") for name in ("start_datetime", "end_datetime")]
    slow = attendances_as_sent.select((cut[1] - cut[0]).dt.total_minutes())["end_datetime"]
    hospital = journeys["attendances"].filter(pl.col("provider") == "SITE1")["minutes"]
    assert hospital.sort().to_list() == slow.sort().to_list()


def test_everybody_who_was_sent_is_followed(journeys, stays_as_sent, attendances_as_sent):
    stays = journeys["stays"].filter(pl.col("provider") == "SITE1")
    attendances = journeys["attendances"].filter(pl.col("provider") == "SITE1")
    assert stays["person_key"].n_unique() == stays_as_sent["pseudo_id"].n_unique()
    both = set(stays["person_key"]) & set(attendances["person_key"])
    assert len(both) == len(set(stays_as_sent["pseudo_id"]) & set(attendances_as_sent["pseudo_id"])) == 19_204


def test_stays_join_rows_and_lose_none(journeys, stays_as_sent):
    """The slow road: merge the rows of each person that overlap, or that follow a transfer within 2 days."""
    stays = journeys["stays"].filter(pl.col("provider") == "SITE1")
    assert stays["started"].min() == stays_as_sent["start_datetime"].dt.date().min()
    assert stays["ended"].max() == stays_as_sent["end_datetime"].dt.date().max()
    alone = stays_as_sent.filter(pl.len().over("pseudo_id") == 1)
    single = stays.filter(pl.len().over("person_key") == 1)
    assert len(single) >= len(alone)
    assert len(stays_as_sent) - 625 <= len(stays) <= len(stays_as_sent)


def test_nights_of_people_with_one_stay_are_those_sent(journeys, stays_as_sent):
    alone = stays_as_sent.filter(pl.len().over("pseudo_id") == 1)
    nights = (alone["end_datetime"].dt.date() - alone["start_datetime"].dt.date()).dt.total_days()
    stays = journeys["stays"].filter((pl.col("provider") == "SITE1") & (pl.len().over("person_key") == 1))
    counted = dict(stays.group_by("nights").len().iter_rows())
    sent = dict(nights.value_counts().iter_rows())
    assert all(counted.get(length, 0) >= rows for length, rows in sent.items())


def test_the_method_of_discharge_says_who_died(journeys, stays_as_sent):
    stays = journeys["stays"].filter(pl.col("provider") == "SITE1")
    died, sent = (~stays["alive"]).sum(), stays_as_sent["discharge_method"].is_in(["Patient died", "Stillbirth"]).sum()
    joined = len(stays_as_sent) - len(stays)  # a death inside a joined stay is followed by a later row of the same person
    assert sent - joined <= died <= sent == 713


def test_no_id_of_the_sender_leaves_the_people_room(files_from_elsewhere, journeys, stays_as_sent):
    for name, table in journeys.items():
        texts = [column for column, kind in table.schema.items() if kind == pl.String]
        assert not any(table[column].str.contains("simulated hospital|TEST").any() for column in texts), name
        assert not {"nhs_number", "local_id"} & set(table.columns)
