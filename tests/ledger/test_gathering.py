"""Entries that come last in their transaction: nobody waits for a book before that, and the log says the same as ever."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.ledger.things.models import Thing
from wholeplace.ledger.records import Act, writing
from wholeplace.ledger.records.gathering import entries_last
from wholeplace.ledger.records.keeping import ChangedMeanwhile, end_of, history, keep, note
from wholeplace.ledger.records.models import Head, LogEntry
from wholeplace.ledger.records.verifying import verify

pytestmark = pytest.mark.django_db


def thing(number: int) -> Thing:
    return Thing(reference=f"T-{number}", title="", parts=[])


def breaks_off(act: Act) -> None:
    with transaction.atomic(), entries_last():
        keep(thing(2), act)
        raise ZeroDivisionError


def entries() -> list[tuple[str, int, str]]:
    return list(LogEntry.objects.order_by("book", "number").values_list("book", "number", "reference"))


def test_books_are_held_after_everything_else_and_all_at_once(act: Act) -> None:
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), entries_last():
        keep(thing(1), act)
        note(act, kind="looked", reference="T-1", content={}, book="another")
        keep(thing(2), act)
        assert entries() == []
    statements = [one["sql"] for one in asked]
    first_held = next(number for number, sql in enumerate(statements) if "ledger_head" in sql)
    assert sum("things_thing" in sql for sql in statements[:first_held]) == 2
    assert not any("things_thing" in sql for sql in statements[first_held:])
    assert entries() == [("another", 1, "T-1"), ("main", 1, "T-1"), ("main", 2, "T-2")]
    assert {head.book: head.number for head in Head.objects.all()} == {"another": 1, "main": 2}
    assert verify().problems == ()


def test_books_that_nobody_began_are_begun_and_held_one_after_the_other(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    note(act, kind="looked", reference="T-1", content={}, book="b")
    monkeypatch.setattr(writing, "_BEGUN", set())

    def looked_at_both() -> list[str]:
        with CaptureQueriesContext(connection) as asked, transaction.atomic(), entries_last():
            for book in "abc":
                note(act, kind="looked", reference="T-1", content={}, book=book)
        heads = [one["sql"] for one in asked if "ledger_head" in one["sql"] and "DO UPDATE" not in one["sql"]]
        return [sql[:6] + "".join(re.findall("'([abc])'", sql)) for sql in heads]

    assert looked_at_both() == ["INSERTc", "SELECTc", "INSERTb", "SELECTb", "INSERTa", "SELECTa"]
    assert looked_at_both() == ["SELECTcba"]
    assert [end_of(book).number for book in "abc"] == [2, 3, 2]
    assert verify().problems == ()


def test_they_go_on_from_what_is_there(act: Act) -> None:
    keep(thing(1), act)
    with transaction.atomic(), entries_last():
        keep(thing(2), act)
        keep(thing(3), act)
    keep(thing(4), act)
    assert [number for _, number, _ in entries()] == [1, 2, 3, 4]
    assert verify().problems == ()


def test_more_than_one_statement_holds(act: Act) -> None:
    with transaction.atomic(), entries_last():
        for number in range(1001):
            note(act, kind="looked", reference=f"T-{number}", content={}, book="another" if number % 3 else "main")
    assert end_of().number + end_of("another").number == len(entries()) == 1001
    assert verify().problems == ()


def test_what_a_savepoint_undoes_is_not_entered(act: Act) -> None:
    with transaction.atomic(), entries_last():
        keep(thing(1), act)
        with pytest.raises(ZeroDivisionError):
            breaks_off(act)
        with transaction.atomic(), entries_last():
            keep(thing(3), act)
    assert [reference for _, _, reference in entries()] == ["T-1", "T-3"]
    assert verify().problems == ()


def test_what_broke_off_leaves_nothing_for_the_next(act: Act) -> None:
    with pytest.raises(ZeroDivisionError):
        breaks_off(act)
    keep(thing(1), act)
    assert [reference for _, _, reference in entries()] == ["T-1"]


def test_history_knows_what_waits(act: Act) -> None:
    record = thing(1)
    with transaction.atomic(), entries_last():
        keep(record, act)
        record.title = "changed"
        keep(record, act)
        assert [one["version"] for one in history(record)] == [1, 2]
        stale = thing(1)
        with pytest.raises(ChangedMeanwhile) as changed:
            keep(stale, act)
        assert changed.value.says["content"]["title"] == "changed"
    assert [one["version"] for one in history(record)] == [1, 2]
