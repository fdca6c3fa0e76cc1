"""The verb: received files in, journey files out; nothing lost, nothing doubled, nothing that depends on a key."""

import base64
import shutil
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.people.given import NO_POPULATION, SMALL_AREAS, SQL_TYPES, nhs_number
from wholeplace.feeds.accepted import Accepted, Staged
from wholeplace.feeds.identities import Parting, part_rows, write_identities
from wholeplace.people import JOURNEY_TABLES, Journeys, building
from wholeplace.people.building import WRITTEN, Source, build, journey_covers, months_covered, months_to_count, table_covers
from wholeplace.people.cell_numbers import AREAS, NUMBERED, is_numbered
from wholeplace.people.keyed import PEOPLE_TABLES, current_small_areas
from wholeplace.people.link.decisions import SAME, decided
from wholeplace.people.link.review import DECISIONS, decisions_of
from wholeplace.people.vault import open_store
from wholeplace.place import OptOuts, Place, Settings
from wholeplace.terms import DataProblem
from wholeplace.warehouse import Warehouse, is_encrypted

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
            schema = {column: SQL_TYPES[kind] for column, kind in table.columns.items()}
            told = [{**dict.fromkeys(schema), **row} for row in rows.get(name, ())]
            warehouse.table_from("accepted_rows", pl.DataFrame(told, schema=schema).with_columns(_faults=pl.lit(0, dtype=pl.Int64)))
            path, identities = folder / f"{name}.parquet", folder / f"{name}.identities.parquet"
            accepted = Accepted(parts=(Staged(relation="accepted_rows"),))
            parted = part_rows(accepted, warehouse, Parting(table=table, day=table.dated_by, filled=table.columns), path)
            write_identities(parted.carried, identities, None)
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
        kinds = {column: kind for column, (kind, _) in table.columns.items()} | (NUMBERED if is_numbered(table) else {})
        assert dict(frame.schema) == {column: SQL_TYPES[kind] for column, kind in kinds.items()}
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
    assert {name: len(pl.read_parquet(path)) for name, path in journeys.tables.items()} == {
        **dict.fromkeys(WRITTEN, 0),
        AREAS: 1 + len(current_small_areas(SMALL_AREAS).unique(["small_area", "place"])) + len(set(SMALL_AREAS["place"])),
    }
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


def test_a_survey_speaks_until_the_next_one_but_not_beyond_what_is_counted() -> None:
    months = months_covered([(date(2023, 4, 1), date(2025, 11, 1))])
    spring = {"answers": (date(2023, 4, 1), date(2025, 5, 13))}
    assert journey_covers(spring, months)["answers"] == (date(2023, 4, 1), date(2025, 11, 1))
    assert journey_covers({"answers": (date(2023, 4, 1), date(2024, 5, 13))}, months)["answers"][1] == date(2025, 5, 1)


def test_deaths_are_known_as_far_as_the_person_list_is() -> None:
    months = months_covered([(date(2024, 1, 1), date(2025, 11, 1))])
    covers = {"persons": (date(1990, 1, 1), date(2025, 10, 1)), "episodes": (date(2024, 1, 1), date(2025, 11, 1))}
    assert journey_covers(covers, months)["deaths"] == (date(2024, 1, 1), date(2025, 10, 1))
    assert "deaths" not in journey_covers({"episodes": covers["episodes"]}, months)


def test_a_register_is_known_after_12_months_of_contacts() -> None:
    covers = {"contacts": (date(2022, 10, 1), date(2025, 11, 1))}
    assert journey_covers(covers, months_to_count(covers, None))["register_months"] == (date(2023, 9, 1), date(2025, 11, 1))
    short = {"contacts": (date(2025, 1, 1), date(2025, 11, 1))}
    assert "register_months" not in journey_covers(short, months_to_count(short, None))


def objecting(folder: Path, *, starts: date = date(2020, 1, 1), ends: date | None = None) -> tuple[Source, ...]:
    """The thirty people, of whom the second objects to planning; the list is of the day before TODAY."""
    objection = {"nhs_number": nhs_number(1), "kind": "local", "purpose": "planning", "starts": starts, "ends": ends}
    cleared = {"nhs_number": nhs_number(2), "kind": "national", "list_date": TODAY - timedelta(days=1)}
    return sources(folder, {**some_rows(), "opt_outs": [objection, cleared]})


PLANNING = OptOuts(purpose="planning")


def people_in(journeys: Journeys, table: str) -> int:
    return pl.read_parquet(journeys.tables[table])["person_key"].n_unique()


def test_rows_of_people_who_object_are_gone_from_every_journey(tmp_path: Path) -> None:
    found = objecting(tmp_path / "received")
    everybody = made(tmp_path / "one", found)
    planned = made(tmp_path / "two", found, opt_outs=PLANNING)
    assert everybody.excluded.people == 0
    assert planned.excluded.people == 2
    for table in ("stays", "attendances", "contacts", "care", "support"):
        assert people_in(everybody, table) - people_in(planned, table) == 2
    assert [row.rows for row in planned.linked if row.table == "contacts"] == [84]
    assert not [row for row in planned.linked if row.table == "opt_outs"]


def test_a_new_day_makes_them_anew_only_when_another_objection_stands(tmp_path: Path) -> None:
    found = objecting(tmp_path / "received", ends=TODAY + timedelta(days=3))
    first = made(tmp_path / "place", found, opt_outs=PLANNING)
    assert made(tmp_path / "place", found, TODAY + timedelta(days=2), opt_outs=PLANNING) == first
    ended = made(tmp_path / "place", found, TODAY + timedelta(days=3), opt_outs=PLANNING)
    assert ended.fingerprint != first.fingerprint
    assert ended.excluded.people == 1


def test_journeys_made_while_the_list_was_good_are_not_taken_when_it_is_old(tmp_path: Path) -> None:
    found = objecting(tmp_path / "received")
    made(tmp_path / "place", found, opt_outs=PLANNING)
    with pytest.raises(DataProblem):
        made(tmp_path / "place", found, TODAY + timedelta(days=PLANNING.oldest_list_days), opt_outs=PLANNING)


def test_what_a_reviewer_decides_or_withdraws_makes_them_anew(tmp_path: Path, built: Journeys) -> None:
    store = open_store(tmp_path / "place")
    store.write(DECISIONS, decided(decisions_of(store), 1, SAME, by="AB", on=TODAY, probability=None))
    again = made(tmp_path / "place", sources(tmp_path / "received", some_rows()))
    assert again.fingerprint != built.fingerprint


def test_rows_of_an_identity_that_is_no_longer_there_are_used_for_nothing(tmp_path: Path) -> None:
    found = sources(tmp_path / "received", some_rows())
    for source in found:
        if source.identities:
            frame = pl.read_parquet(source.identities)
            frame.filter(pl.col("nhs_number").ne_missing(nhs_number(1))).write_parquet(source.identities)
    journeys = made(tmp_path / "place", found)
    assert len(pl.read_parquet(journeys.tables["contacts"])) == 87
    assert len(pl.read_parquet(journeys.tables["attendances"])) == 29


def test_with_a_key_the_vault_is_shut_and_the_journeys_are_the_same(
    tmp_path: Path, built: Journeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in the vault differs from run to run (each page has a random number of its own); what comes out does not."""
    first = {name: path.read_bytes() for name, path in built.tables.items()}
    monkeypatch.setenv("WHOLEPLACE_VAULT_KEY", base64.b64encode(b"k" * 32).decode())
    shutil.rmtree(built.tables["stays"].parent)
    again = made(tmp_path / "place", sources(tmp_path / "received", some_rows()))
    assert {name: path.read_bytes() for name, path in again.tables.items()} == first
    kept = list((tmp_path / "place" / ".wholeplace" / "vault").rglob("*.parquet"))
    assert kept
    assert all(is_encrypted(path) for path in kept)
    monkeypatch.delenv("WHOLEPLACE_VAULT_KEY")
    with pytest.raises(DataProblem, match="none is configured"):
        made(tmp_path / "place", sources(tmp_path / "received", some_rows()))


def test_how_the_records_were_linked_is_told(built: Journeys) -> None:
    assert built.links.version == 1
    assert built.links.persons == 25
    contacts = next(row for row in built.linked if row.table == "contacts")
    assert contacts.by_how == {"number": 75}
    assert contacts.with_person == 75


def test_a_little_memory_is_enough(tmp_path: Path, built: Journeys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOLEPLACE_MEMORY_GIB", "0.25")
    first = {name: path.read_bytes() for name, path in built.tables.items()}
    shutil.rmtree(built.tables["stays"].parent)
    again = made(tmp_path / "place", sources(tmp_path / "received", some_rows()))
    assert {name: path.read_bytes() for name, path in again.tables.items()} == first
