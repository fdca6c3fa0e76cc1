"""Rows are parted from who they are about: nothing is lost, nothing that names anybody stays with the rows."""

import base64
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.feeds.conftest import NUMBERS, whole_rows
from wholeplace.feeds import received
from wholeplace.feeds.tables import IDENTIFIERS, RECEIVED_TABLES, WHO_IT_IS
from wholeplace.terms import DataProblem
from wholeplace.warehouse import Key, is_encrypted, read_closed_frame

HEADER = "NHS_NUMBER,LOCAL_ID,GIVEN_NAME,FAMILY_NAME,DATE_OF_BIRTH,SEX,POSTCODE,LSOA,START_DATE,END_DATE"
KEY, OTHER = (base64.b64encode(digit * 32).decode() for digit in (b"1", b"2"))


def person(
    number: str = "", local: str = "", given: str = "", born: str = "", sex: str = "", start: str = "2024-01-01", area: str = "A1"
) -> str:
    return f"{number},{local},{given},,{born},{sex},,{area},{start},"


def drop(dropped, *lines: str, feed: str = "person_list") -> None:
    dropped.put(feed, a="\n".join([HEADER, *lines]) + "\n")
    dropped.receive()


def carried(dropped, table: str = "persons", feed: str = "person_list", key: Key | None = None) -> pl.DataFrame:
    return read_closed_frame(received(dropped.place).identities(table, feed), key)


def kept(dropped, table: str = "persons", feed: str = "person_list") -> pl.DataFrame:
    return pl.read_parquet(dropped.state / "tables" / table / f"{feed}.parquet")


def test_rows_keep_a_number_and_nothing_that_names_anybody(dropped):
    drop(dropped, person(NUMBERS[0], "L1", "Ann", "1950-05-05", "2"), person(NUMBERS[1], "L2", "Bo", "1960-06-06", "1"))
    rows = kept(dropped)
    assert rows.columns == list(RECEIVED_TABLES["persons"].kept)
    assert not set(rows.columns) & set(IDENTIFIERS)
    assert rows["identity_no"].to_list() == [0, 1]
    assert rows["sex"].to_list() == ["female", "male"]


def test_identities_are_numbered_by_first_appearance_and_counted(dropped):
    same, other = (NUMBERS[0], "L1", "Ann"), (NUMBERS[1], "L2", "Bo")
    lines = [person(*other, start="2024-03-01", area="B"), person(*same, start="2024-02-01"), person(*other, start="2022-01-01", area="C")]
    drop(dropped, *lines)
    found = carried(dropped)
    shown = found.select("in_feed_no", "nhs_number", "rows", "small_area", "first_day", "last_day", "role").rows()
    assert shown == [
        (0, NUMBERS[1], 2, "C", date(2022, 1, 1), date(2024, 3, 1), "self"),
        (1, NUMBERS[0], 1, "A1", date(2024, 2, 1), date(2024, 2, 1), "self"),
    ]
    assert kept(dropped)["identity_no"].to_list() == [0, 1, 0]


def test_any_difference_makes_another_identity_and_nothing_known_makes_none(dropped):
    same = {"number": NUMBERS[0], "given": "Ann", "born": "1950-05-05"}
    said = ({**same}, {**same, "sex": "2"}, {**same, "local": "L1"}, {}, {"sex": "1"}, {**same})
    drop(dropped, *(person(**who, start=f"2024-01-0{day}") for day, who in enumerate(said, 1)))
    assert kept(dropped)["identity_no"].to_list() == [0, 1, 2, None, 3, 0]


def test_a_mother_is_an_identity_of_her_own(dropped):
    mother = "MOTHER_NHS_NUMBER,MOTHER_GIVEN_NAME,MOTHER_BIRTH_DATE"
    head = f"BABY_LOCAL_ID,{mother},PROVIDER_CODE,NOTIFICATION_REF,BIRTH_DATE,LIVE_OR_STILL_BIRTH"
    lines = [
        f"L1,{NUMBERS[1]},Ann,1990-01-01,RXX,1,2024-05-01,1",
        f"L2,{NUMBERS[1]},Ann,1990-01-01,RXX,2,2024-05-01,1",
        ",,,,RXX,3,2024-05-02,1",
    ]
    dropped.put("births", a="\n".join([head, *lines]) + "\n")
    dropped.receive()
    rows, who = kept(dropped, "births", "births"), carried(dropped, "births", "births")
    assert rows.select("identity_no", "mother_no").rows() == [(0, 2), (1, 2), (None, None)]
    assert who.select("role", "local_id", "nhs_number", "given_name", "rows").rows() == [
        ("self", "L1", None, None, 1), ("self", "L2", None, None, 1), ("mother", None, NUMBERS[1], "Ann", 2),
    ]  # fmt: skip


some = st.sampled_from(["", "", "x", "y"])
born = st.sampled_from(["", "1950-05-05", "1960-06-06"])
sexes = st.sampled_from(["", "1", "2"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["", *NUMBERS[:2]]), some, some, born, st.sampled_from(["", "1", "2"])), min_size=1, max_size=30
    )
)
def test_number_and_identity_together_are_the_row_that_came(dropped, rows):
    """Two roads: what a row said before it was parted, and what its number leads to."""
    days = [f"{2000 + at}-01-01" for at in range(len(rows))]
    drop(dropped, *(person(*row, start=day) for row, day in zip(rows, days, strict=True)))
    back = whole_rows(dropped.folder, "persons", "person_list").select("nhs_number", "local_id", "given_name", "birth_date", "sex")
    spelled = {"": None, "1": "male", "2": "female"}
    said = [(n or None, local or None, g or None, date.fromisoformat(b) if b else None, spelled[s]) for n, local, g, b, s in rows]
    assert back.rows() == said
    who = carried(dropped)
    assert who.select(*WHO_IT_IS, "sex").is_unique().all()
    assert who["rows"].sum() == sum(any(row) for row in said)
    assert who["in_feed_no"].to_list() == list(range(len(who)))


def generations(dropped) -> list[str]:
    return [path.name for path in (dropped.state.parent / "vault" / "received").iterdir()]


def test_both_halves_of_an_unchanged_feed_are_taken_over(dropped):
    drop(dropped, person(NUMBERS[0], area="A1"))
    file = received(dropped.place).identities("persons", "person_list").stat().st_ino
    rows = whole_rows(dropped.folder, "persons", "person_list")
    dropped.put("spend", a="ORGANISATION,AREA,SETTING,LINE,MONTH,AMOUNT\nRXX,P1,hospital,Wards,2024-05,10.50\n")
    dropped.receive()
    assert received(dropped.place).identities("persons", "person_list").stat().st_ino == file
    assert whole_rows(dropped.folder, "persons", "person_list").equals(rows)
    assert generations(dropped) == ["2"]


def test_a_refused_drop_leaves_its_vault_half_too(dropped):
    drop(dropped, person(NUMBERS[0]))
    dropped.put("contacts", b="SOMETHING,ELSE\n1,2\n")
    with pytest.raises(DataProblem):
        dropped.receive()
    assert generations(dropped) == ["1"]
    assert whole_rows(dropped.folder, "persons", "person_list")["nhs_number"].to_list() == [NUMBERS[0]]


def test_what_a_killed_run_left_in_the_vault_is_swept_away(dropped):
    drop(dropped, person(NUMBERS[0]))
    orphan = dropped.state.parent / "vault" / "received" / "2" / "identities"
    orphan.mkdir(parents=True)
    (orphan / "half.parquet").write_bytes(b"PAR1")
    drop(dropped, person(NUMBERS[1]))
    assert generations(dropped) == ["2"]
    assert whole_rows(dropped.folder, "persons", "person_list")["nhs_number"].to_list() == [NUMBERS[1]]


def test_a_lost_vault_half_is_made_anew(dropped):
    drop(dropped, person(NUMBERS[0]))
    received(dropped.place).identities("persons", "person_list").unlink()
    dropped.receive()
    assert whole_rows(dropped.folder, "persons", "person_list")["nhs_number"].to_list() == [NUMBERS[0]]


def test_a_key_configured_later_closes_what_lay_open(dropped, monkeypatch):
    drop(dropped, person(NUMBERS[0], given="Zebedee"), person(NUMBERS[1], start="soon"))
    vault = dropped.state.parent / "vault"
    plain = carried(dropped)
    assert not any(is_encrypted(path) for path in vault.rglob("*.parquet"))
    monkeypatch.setenv("WHOLEPLACE_VAULT_KEY", KEY)
    dropped.receive()
    assert all(is_encrypted(path) for path in vault.rglob("*.parquet"))
    assert not any(b"Zebedee" in path.read_bytes() for path in vault.rglob("*") if path.is_file())
    assert carried(dropped, key=Key(secret=b"1" * 32)).equals(plain)
    monkeypatch.setenv("WHOLEPLACE_VAULT_KEY", OTHER)
    with pytest.raises(DataProblem, match="not the one it was written with"):
        dropped.receive()
    monkeypatch.setenv("WHOLEPLACE_VAULT_OLD_KEY", KEY)
    dropped.receive()
    assert carried(dropped, key=Key(secret=b"2" * 32)).equals(plain)
    monkeypatch.delenv("WHOLEPLACE_VAULT_KEY")
    with pytest.raises(DataProblem, match="none is configured"):
        dropped.receive()


def test_a_feed_received_with_a_key_never_lies_open(dropped, monkeypatch):
    monkeypatch.setenv("WHOLEPLACE_VAULT_KEY", KEY)
    drop(dropped, person(NUMBERS[0], given="Zebedee"), person(NUMBERS[1], given="Zebedee", start="soon"))
    written = [path for path in dropped.state.parent.rglob("*") if path.is_file()]
    assert not any(b"Zebedee" in path.read_bytes() for path in written)
    assert carried(dropped, key=Key(secret=b"1" * 32))["given_name"].to_list() == ["Zebedee"]
