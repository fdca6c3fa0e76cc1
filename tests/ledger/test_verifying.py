"""Whatever is altered past the log is found: every column of every record and entry, by hand and at random."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.ledger.conftest import NOON
from tests.ledger.test_keeping import whole
from tests.ledger.things.models import Thing
from wholeplace.ledger import BEGINNING, End, canonical, seal_of
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.findings import TOLD_IN_FULL
from wholeplace.ledger.records.growing import open_again, shut
from wholeplace.ledger.records.keeping import end_of, keep, note
from wholeplace.ledger.records.models import LogEntry
from wholeplace.ledger.records.verifying import verify
from wholeplace.terms import Problem

pytestmark = pytest.mark.django_db


def run(statement: str, *values: object) -> int:
    """SQL past everything, as somebody with the password of the database would."""
    open_again(connection)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON" if connection.vendor == "sqlite" else "SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, list(values))
        changed = cursor.rowcount
    shut(connection)
    return changed


def wheres() -> list[str]:
    return [problem.where for problem in verify().problems]


def only() -> Problem:
    (problem,) = verify().problems
    return problem


@pytest.fixture
def kept(act: Act) -> None:
    """Three things, the first in three versions, and a book of notes: seven entries in all."""
    first = whole("T-1")
    for title in ("one", "two", "three"):
        first.title = title
        keep(first, act)
    keep(whole("T-2"), act)
    last = whole("T-3")
    last.belongs_to = first
    keep(last, act)
    for number in range(2):
        note(act, kind="sign-in", reference=f"clerk.{number}", content={}, book="accounts")


def test_what_was_kept_holds_together(kept: None) -> None:
    found = verify()
    assert (found.entries, found.records, found.problems, found.remarks) == (7, 3, (), ())
    assert found.ends == (end_of("accounts"), end_of())
    assert [end.number for end in found.ends] == [2, 5]


def test_an_empty_log_holds_together() -> None:
    found = verify(known=[End(number=0, seal=BEGINNING)])
    assert (found.entries, found.records, found.problems, found.ends) == (0, 0, (), ())


OTHER_VALUES = {
    "title": "x", "says": "", "on": "2026-03-30", "at": "2026-10-25 00:30:15.123456", "pence": 12, "places": 0, "public": False,
    "parts": '[{"é": [1, null, true, "½"], "a": ["tuple", 1]}]', "belongs_to_id": "T-2", "version": 2,
}  # fmt: skip


@pytest.mark.parametrize("column", OTHER_VALUES)
def test_a_column_altered_is_found_and_named_without_what_it_holds(kept: None, column: str) -> None:
    assert run(f'UPDATE things_thing SET "{column}" = %s WHERE reference = %s', OTHER_VALUES[column], "T-3") == 1
    assert (only().where, only().what) == ("thing T-3", f"it is not what entry 5 kept: {column}.")


def test_every_column_that_the_log_knows_was_tried() -> None:
    assert OTHER_VALUES.keys() | {"reference"} == Thing(reference="x").content().keys()


def test_a_column_that_the_log_does_not_know_may_change(kept: None) -> None:
    run("UPDATE things_thing SET looked_at = %s", "2026-01-01 00:00:00")
    assert wheres() == []


def test_a_record_under_another_name_is_found(kept: None) -> None:
    run("UPDATE things_thing SET reference = 'T-9' WHERE reference = 'T-2'")
    assert [(problem.where, problem.what) for problem in verify().problems] == [
        ("thing T-9", "the log does not know it."),
        ("thing T-2", "the log keeps it, and its row is gone."),
    ]


def test_a_record_taken_away_is_found(kept: None) -> None:
    run("DELETE FROM things_thing WHERE reference = 'T-3'")
    assert (only().where, only().what) == ("thing T-3", "the log keeps it, and its row is gone.")


def test_a_record_put_in_is_found(kept: None) -> None:
    columns = ", ".join(f'"{field.column}"' for field in Thing._meta.concrete_fields if field.column != "reference")
    run(f"INSERT INTO things_thing (reference, {columns}) SELECT 'T-8', {columns} FROM things_thing WHERE reference = 'T-2'")
    assert (only().where, only().what) == ("thing T-8", "the log does not know it.")


def test_two_records_exchanged_are_found(kept: None) -> None:
    run("UPDATE things_thing SET title = CASE reference WHEN 'T-1' THEN 'Färse — 40 beds' ELSE 'three' END WHERE reference < 'T-3'")
    assert wheres() == ["thing T-1", "thing T-2"]


def test_a_record_set_back_to_an_earlier_version_is_found(kept: None) -> None:
    run("UPDATE things_thing SET title = 'two', version = 2 WHERE reference = 'T-1'")
    assert only().what == "it is not what entry 3 kept: version, title."


@pytest.mark.parametrize(
    ("column", "stored"),
    [
        ("title", b"\xff\xfe"), ("parts", "not JSON"), ("parts", '["a'), ("parts", '{"a": 1, "a": 2}'), ("parts", "[1.0]"),
        ("parts", "[NaN]"), ("parts", "[" * 100_000), ("on", "yesterday"), ("on", "2026-3-29"), ("on", "20260329"),
        ("at", "2026-10-25T01:30:15.123456Z"), ("public", 2), ("public", "yes"), ("pence", 0.5), ("pence", "many"), ("pence", b"\x01"),
        ("places", 3.0e5), ("version", "1.5"),
    ],
)  # fmt: skip
def test_sqlite_keeps_anything_in_any_column_and_it_is_found(kept: None, column: str, stored: object) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses them itself")
    run(f'UPDATE things_thing SET "{column}" = %s WHERE reference = %s', stored, "T-2")
    assert wheres() == ["thing T-2"]


@pytest.mark.parametrize("broken", ["CAST(x'ff' AS TEXT)", "x'ff'"])
def test_a_name_that_is_no_text_is_found(kept: None, broken: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses it itself")
    run(f"UPDATE things_thing SET reference = {broken} WHERE reference = 'T-2'")
    assert "thing T-2" in wheres()
    assert len(wheres()) == 2


@pytest.mark.parametrize(
    ("column", "value"), [("kind", "x"), ("reference", "x"), ("says", "{}"), ("seal", "0" * 64), ("number", 99), ("book", "x")]
)
@pytest.mark.parametrize("number", range(1, 6))
def test_an_entry_altered_is_found(kept: None, column: str, value: object, number: int) -> None:
    assert run(f"UPDATE ledger_entry SET {column} = %s WHERE book = 'main' AND number = %s", value, number) == 1
    assert any(where.startswith("log") for where in wheres())


@pytest.mark.parametrize("number", range(1, 6))
def test_an_entry_taken_away_is_found(kept: None, number: int) -> None:
    run("DELETE FROM ledger_entry WHERE book = 'main' AND number = %s", number)
    assert any(where.startswith("log") for where in wheres())


def test_entries_exchanged_are_found(kept: None) -> None:
    for number, to in ((2, 99), (3, 2), (99, 3)):
        run("UPDATE ledger_entry SET number = %s WHERE book = 'main' AND number = %s", to, number)
    assert any(where.startswith("log") for where in wheres())


def test_bytes_that_are_no_text_in_an_entry_are_found(kept: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses them itself")
    run("UPDATE ledger_entry SET says = CAST(x'7bff7d' AS TEXT) WHERE book = 'main' AND number = 2")
    assert "log, entry 2" in wheres()


def test_an_end_without_its_note_and_a_note_without_its_end_are_found(kept: None) -> None:
    run("DELETE FROM ledger_head WHERE book = 'main'")
    assert (only().where, only().what) == ("log", "it ends with entry 5, and the note of its end says 0.")
    run("INSERT INTO ledger_head (book, number, seal) VALUES ('main', 5, %s)", "a" * 64)
    assert wheres() == ["log"]


def test_a_book_under_another_name_is_found(kept: None) -> None:
    for table in ("ledger_entry", "ledger_head"):
        run(f"UPDATE {table} SET book = 'others' WHERE book = 'accounts'")
    assert wheres() == ["log of others, entry 1"]


def written_anew(entries: Sequence[dict[str, Any]]) -> None:
    """What somebody does who knows how the chain is made: the whole main book, with seals that fit, and its end."""
    run("DELETE FROM ledger_entry WHERE book = 'main'")
    seal = BEGINNING
    for number, says in enumerate(entries, start=1):
        text = canonical(says)
        seal = seal_of(text, after=seal)
        columns = "(book, number, says, seal, kind, reference)"
        values = ("main", number, text.decode(), seal, says["kind"], says["reference"])
        run(f"INSERT INTO ledger_entry {columns} VALUES (%s, %s, %s, %s, %s, %s)", *values)
    run("UPDATE ledger_head SET number = %s, seal = %s WHERE book = 'main'", len(entries), seal)


def entries_of_main() -> list[dict[str, Any]]:
    return [json.loads(says) for says in LogEntry.objects.filter(book="main").order_by("number").values_list("says", flat=True)]


def test_a_log_written_anew_with_fitting_seals_does_not_fit_a_seal_kept_elsewhere(kept: None) -> None:
    seal, entries = end_of(), entries_of_main()
    entries[0]["account"] = "somebody.else"
    written_anew(entries)
    assert wheres() == []
    (problem,) = verify(known=[seal]).problems
    assert (problem.where, problem.why) == ("log, entry 5", "The log was written anew.")


def test_an_end_cut_off_with_its_note_does_not_reach_a_seal_kept_elsewhere(kept: None) -> None:
    seal, entries = end_of(), entries_of_main()
    written_anew(entries[:-1])
    run("DELETE FROM things_thing WHERE reference = 'T-3'")
    assert wheres() == []
    (problem,) = verify(known=[seal]).problems
    assert (problem.where, problem.what) == ("log, entry 5", "it is gone.")
    assert verify(known=[End(number=99, seal=seal.seal), end_of()]).problems[0].where == "log, entry 99"


def test_a_seal_of_long_ago_still_fits(kept: None, act: Act) -> None:
    seal = end_of()
    keep(whole("T-4"), act)
    assert verify(known=[seal, end_of(), end_of("accounts")]).problems == ()
    assert verify(known=[replace(end_of(), book="accounts")]).problems != ()


def test_a_version_left_out_with_fitting_seals_is_found(kept: None) -> None:
    entries = entries_of_main()
    written_anew([entries[0], *entries[2:]])
    assert only().what == "it is version 3, and the log holds 2 entries about it."


def test_a_kind_that_nobody_knows_is_told(kept: None) -> None:
    entries = entries_of_main()
    entries[3] |= {"kind": "things.gone"}
    written_anew(entries)
    assert "things.gone" in wheres()


def test_a_refusal_taken_away_is_found(kept: None) -> None:
    open_again(connection)
    assert (only().where, only().what) == ("table ledger_entry", "it no longer refuses changes.")


def test_a_clock_set_back_is_a_remark(kept: None, act: Act) -> None:
    keep(whole("T-4"), replace(act, at=NOON - timedelta(days=1)))
    keep(whole("T-5"), replace(act, at=datetime(2026, 11, 21, 12, 0, 0, 1, tzinfo=UTC)))
    found = verify()
    assert found.problems == ()
    assert found.remarks[0].startswith("One entry carries an earlier time than the entry before (the first is entry 6 of the main book).")


def test_a_column_newer_than_an_entry_holds_its_default(kept: None) -> None:
    entries = entries_of_main()
    for says in entries:
        del says["content"]["places"], says["content"]["says"]
        says["content"]["of an older version"] = True
    written_anew(entries)
    assert wheres() == ["thing T-1", "thing T-2", "thing T-3"]
    run("UPDATE things_thing SET places = 0, says = ''")
    assert wheres() == []


def test_a_table_that_is_gone_is_told(kept: None) -> None:
    run('ALTER TABLE things_thing DROP COLUMN "says"')
    assert (only().where, only().what) == ("table things_thing", "it lacks says.")
    run("DROP TABLE ledger_head")
    assert wheres() == ["table ledger_head"]


def test_much_damage_is_counted(kept: None, act: Act) -> None:
    for number in range(100, 100 + TOLD_IN_FULL):
        keep(whole(f"T-{number}"), act)
    run("UPDATE things_thing SET title = 'x'")
    *_, last = verify().problems
    assert last.what == "3 more problems of these kinds."


TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=20)
NAMES = st.sampled_from(["T-1", "T-2", "T-3", "clerk.1"]) | TEXT
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT, st.lists, max_leaves=4
)
OTHERS = {
    "things_thing": {
        "title": st.sampled_from(["one", "two", "three", "Färse — 40 beds"]) | TEXT, "says": TEXT, "on": st.dates() | st.none(),
        "at": st.datetimes(timezones=st.just(UTC)) | st.none(), "pence": st.integers(-(2**63), 2**63 - 1), "places": st.integers(0, 32767),
        "public": st.booleans(), "parts": JSON.map(json.dumps), "belongs_to_id": st.none() | NAMES, "version": st.integers(0, 4),
        "reference": NAMES,
    },
    "ledger_entry": {
        "book": st.sampled_from(["main", "accounts"]) | TEXT, "number": st.integers(0, 8), "says": TEXT | JSON.map(json.dumps),
        "seal": TEXT, "kind": st.sampled_from(["things.thing", "sign-in"]) | TEXT, "reference": NAMES,
    },
    "ledger_head": {"book": st.sampled_from(["main", "accounts"]) | TEXT, "number": st.integers(0, 8), "seal": TEXT},
}  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_value_altered_at_random_is_found(kept: None, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(OTHERS)))
    column = data.draw(st.sampled_from(sorted(OTHERS[table])))
    before = stored(table)
    row = data.draw(st.sampled_from(before))
    with suppress(Undo), transaction.atomic():
        try:
            with transaction.atomic():
                found = " AND ".join(f"{name} = %s" for name in KEYS[table])
                run(f'UPDATE {table} SET "{column}" = %s WHERE {found}', data.draw(OTHERS[table][column]), *row[: len(KEYS[table])])
        except DatabaseError:
            reject()  # two rows of one name: the database refuses it itself
        assert bool(verify().problems) == (stored(table) != before)
        raise Undo


KEYS = {"things_thing": ["reference"], "ledger_entry": ["book", "number"], "ledger_head": ["book"]}


class Undo(Exception):
    """Take an alteration back."""


def stored(table: str) -> list[tuple[Any, ...]]:
    """Everything in a table as text, its key first."""
    columns = ", ".join(f'CAST("{name}" AS TEXT)' for name in [*KEYS[table], *OTHERS[table]])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2")
        return cursor.fetchall()
