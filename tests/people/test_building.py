"""The verb: received files in, journey files out; nothing lost, nothing doubled, nothing that depends on a key."""

import shutil
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.people.given import NO_POPULATION, SMALL_AREAS, SQL_TYPES, nhs_number
from wholeplace.feeds.identities import part_identities, write_identities
from wholeplace.people import JOURNEY_TABLES, Journeys, building
from wholeplace.people.building import WRITTEN, Source, build, journey_covers, months_to_count, table_covers
from wholeplace.people.keyed import PEOPLE_TABLES
from wholeplace.place import Place, Settings
from wholeplace.warehouse import Warehouse

DAY = date(2025, 1, 6)
COVERS = (date(2025, 1, 1), date(2026, 1, 1))
TODAY = date(2026, 2, 1)


def some_rows() -> dict[str, list[dict[str, Any]]]:
    """Thirty people over a few months in every table: known, unknown, transferred, and some twice the same."""
    numbers = [None if person % 7 == 0 else nhs_number(person) for person in range(30)]
    days = [DAY + timedelta(days=person * 3) for person in range(30)]
    who = [
        {"nhs_number": number, "local_id": f"L{person % 9}", "sex": "female", "small_area": "A1"} for person, number in enumerate(numbers)
    ]
    each = list(zip(who, days, strict=True))
    spells = [(me, day + timedelta(days=9 * turn), f"R{turn}") for me, day in each for turn in (0, 1)]
    stays = [
        {**me, "provider": provider, "admitted": day, "discharged": day + timedelta(days=4), "admission_method": "21"}
        for me, day, provider in spells
    ]
    return {
        "persons": [{**me, "starts": date(2010, 1, 1), "birth_date": date(1940 + n, 2, 3)} for n, me in enumerate(who)],
        "episodes": stays + stays[:5],
        "emergency_care": [{**me, "arrived_at": datetime.combine(day, time(12)), "provider": "R0"} for me, day in each],
        "social_care": [{**me, "council": "C", "event_type": "Service", "event_starts": day + timedelta(days=6)} for me, day in each],
        "contacts": [{**me, "happened": day, "attended": True, "setting": "gp", "provider": "G"} for me, day in each * 3],
        "voluntary_activity": [{**me, "started": day, "ended": day + timedelta(days=30)} for me, day in each],
    }  # fmt: skip


def sources(folder: Path, rows: Mapping[str, list[dict[str, Any]]]) -> tuple[Source, ...]:
    """Each table as `feeds` would write it: rows on one side, who they are about on the other."""
    folder.mkdir(exist_ok=True)
    found = []
    with Warehouse(threads=1) as warehouse:
        for name, table in PEOPLE_TABLES.items():
            schema = {"file_no": pl.Int64, "place_no": pl.Int64, **{column: SQL_TYPES[kind] for column, kind in table.columns.items()}}
            told = [{**dict.fromkeys(schema), "file_no": 0, "place_no": at, **row} for at, row in enumerate(rows.get(name, ()))]
            warehouse.table_from("accepted_rows", pl.DataFrame(told, schema=schema))
            path, identities = folder / f"{name}.parquet", folder / f"{name}.identities.parquet"
            warehouse.write_parquet(part_identities(warehouse, table, table.dated_by), path)
            write_identities(warehouse, identities, None)
            found.append(Source(feed=f"feed of {name}", table=name, path=path, covers=COVERS, identities=identities))
    return tuple(found)


def place(folder: Path, **told: Any) -> Place:
    return Place(
        folder=folder, settings=Settings(name="Testing", levels=("system", "place"), **told), areas=(), organisations=(),
        small_areas=SMALL_AREAS, population=NO_POPULATION,
    )  # fmt: skip


@pytest.fixture
def built(tmp_path: Path) -> Journeys:
    return made(tmp_path / "place", sources(tmp_path / "received", some_rows()))


def made(folder: Path, found: tuple[Source, ...], today: date = TODAY, **told: Any) -> Journeys:
    return build(place(folder, **told), found, today=today)


def test_every_table_has_its_columns_and_its_order(built: Journeys) -> None:
    for name, table in JOURNEY_TABLES.items():
        frame = pl.read_parquet(built.tables[name])
        assert dict(frame.schema) == {column: SQL_TYPES[kind] for column, (kind, _) in table.columns.items()}
        assert frame[table.dates[0]].is_sorted()


def test_rows_are_conserved_from_received_to_journeys(built: Journeys) -> None:
    """Nothing falls out here. Of 5 stays sent twice, 3 of known people stand once and 2 of an unknown person stand twice."""
    count = {name: len(pl.read_parquet(path)) for name, path in built.tables.items()}
    given = {name: len(rows) for name, rows in some_rows().items()}
    assert (count["attendances"], count["contacts"], count["support"]) == (
        given["emergency_care"],
        given["contacts"],
        given["voluntary_activity"],
    )
    assert count["care"] == given["social_care"]
    assert count["stays"] == given["episodes"] - 3
    months = pl.read_parquet(built.tables["person_months"])
    assert months.group_by("month").agg(pl.col("people").sum())["people"].unique().to_list() == [30.0]


def test_the_second_time_nothing_is_done(tmp_path: Path, built: Journeys) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.tables.values()}
    again = made(tmp_path / "place", sources(tmp_path / "received", some_rows()))
    assert again == built
    assert {path: path.stat().st_mtime_ns for path in again.tables.values()} == before


def test_a_changed_row_makes_them_anew(tmp_path: Path, built: Journeys) -> None:
    rows = some_rows()
    rows["contacts"].append({"happened": DAY})
    again = made(tmp_path / "place", sources(tmp_path / "received", rows))
    assert again.fingerprint != built.fingerprint
    assert len(pl.read_parquet(again.tables["contacts"])) == 91


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, built: Journeys) -> None:
    first = {name: path.read_bytes() for name, path in built.tables.items()}
    shutil.rmtree(built.tables["stays"].parent)
    again = made(tmp_path / "place", sources(tmp_path / "received", some_rows()))
    assert {name: path.read_bytes() for name, path in again.tables.items()} == first


def test_another_vault_changes_the_keys_and_nothing_else(tmp_path: Path, built: Journeys) -> None:
    other = made(tmp_path / "elsewhere", sources(tmp_path / "received", some_rows()))
    for name in JOURNEY_TABLES:
        mine, theirs = pl.read_parquet(built.tables[name]), pl.read_parquet(other.tables[name])
        keys = [column for column in mine.columns if column.endswith("_key")]
        assert mine.drop(keys).equals(theirs.drop(keys)), name
    keys = [set(pl.read_parquet(journeys.tables["stays"])["person_key"].drop_nulls()) for journeys in (built, other)]
    assert keys[0]
    assert keys[0].isdisjoint(keys[1])


def test_nobody_else_can_read_the_state(tmp_path: Path, built: Journeys) -> None:
    for folder in (built.tables["stays"].parent, tmp_path / "place" / ".wholeplace" / "vault"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_failure_leaves_the_last_good_journeys(tmp_path: Path, built: Journeys, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: path.read_bytes() for name, path in built.tables.items()}

    def power_cut(*given: object, **more: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(building, "sentences", power_cut)
    with pytest.raises(OSError, match="no space"):
        made(tmp_path / "place", sources(tmp_path / "received", {}))
    assert {name: path.read_bytes() for name, path in built.tables.items()} == before


def test_an_empty_drop_makes_empty_journeys(tmp_path: Path) -> None:
    journeys = made(tmp_path / "place", ())
    assert {name: len(pl.read_parquet(path)) for name, path in journeys.tables.items()} == dict.fromkeys(WRITTEN, 0)
    assert journeys.covers == {}


def test_notes_say_who_could_not_be_followed(built: Journeys) -> None:
    (note,) = [note for note in built.notes if note.startswith("feed of persons")]
    unknown = next(row for row in built.linked if row.table == "persons")
    assert f"{unknown.rows - unknown.with_person} of 30 rows" in note
    assert not any(number and number in " ".join(built.notes) for number in (row["nhs_number"] for row in some_rows()["persons"]))


def source(table: str, feed: str, *covers: date) -> Source:
    return Source(feed=feed, table=table, path=Path(), covers=(covers[0], covers[1]) if covers else None)


def test_the_slowest_feed_says_until_when_a_table_is_covered() -> None:
    slow = source("episodes", "slow", date(2024, 1, 1), date(2025, 9, 1))
    fast = source("episodes", "fast", date(2024, 4, 1), date(2025, 11, 1))
    ended = source("episodes", "closed", date(2018, 1, 1), date(2022, 4, 1))
    unknown = source("episodes", "empty")
    assert table_covers((slow, fast, unknown)) == {"episodes": (date(2024, 1, 1), date(2025, 9, 1))}
    assert table_covers((slow, ended))["episodes"][1] == date(2025, 9, 1)


def test_services_that_began_long_ago_do_not_stretch_the_months() -> None:
    covers = {"episodes": (date(2025, 1, 1), date(2025, 4, 1)), "social_care": (date(2009, 1, 1), date(2025, 3, 1))}
    months = months_to_count(covers, None)
    assert (months[0], months[-1]) == (date(2025, 1, 1), date(2025, 3, 1))
    assert journey_covers(covers, months)["care"] == (date(2025, 1, 1), date(2025, 3, 1))
    assert months_to_count({}, None) == ()
    assert len(months_to_count({}, (date(2025, 1, 1), date(2025, 3, 1)))) == 2


def test_a_register_is_known_after_12_months_of_contacts() -> None:
    covers = {"contacts": (date(2022, 10, 1), date(2025, 11, 1))}
    assert journey_covers(covers, months_to_count(covers, None))["register_months"] == (date(2023, 9, 1), date(2025, 11, 1))
    short = {"contacts": (date(2025, 1, 1), date(2025, 11, 1))}
    assert "register_months" not in journey_covers(short, months_to_count(short, None))
