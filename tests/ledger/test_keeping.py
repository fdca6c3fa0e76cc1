"""A record and its entry in the log: both or neither, and they say the same."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from tests.ledger.things.models import Thing
from wholeplace.ledger import BEGINNING, End
from wholeplace.ledger.records import Act, gathering
from wholeplace.ledger.records.growing import is_shut, open_again, shut
from wholeplace.ledger.records.keeping import ChangedMeanwhile, end_of, history, keep, note
from wholeplace.ledger.records.models import LogEntry
from wholeplace.terms import Money

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")


def whole(reference: str = "T-1") -> Thing:
    return Thing(
        reference=reference, title="Färse — 40 beds", says="line\nline\ttab “quoted” 😀", on=date(2026, 3, 29),
        at=datetime(2026, 10, 25, 1, 30, 15, 123456, tzinfo=LONDON, fold=1), pence=-(2**62), places=32767, public=True,
        parts=[{"é": [1, None, True, "½"], "a": ("tuple", 10**30)}], belongs_to=None,
    )  # fmt: skip


def test_a_record_comes_back_as_it_was_said(act: Act) -> None:
    thing = whole()
    keep(thing, act)
    read = Thing.objects.get(pk="T-1")
    (entry,) = history(read)
    assert entry["content"] == read.content() | {"parts": [{"é": [1, None, True, "½"], "a": ["tuple", 10**30]}]}
    assert (read.version, read.at.timestamp(), read.on) == (1, thing.at.timestamp(), thing.on)
    assert entry["content"]["at"] == "2026-10-25T01:30:15.123456+00:00", "the second half past one of that night, in UTC"
    assert (entry["account"], entry["acting_as"], entry["event"], entry["why"]) == ("clerk.one", "clerk", "changed", "it was asked for")


def test_empty_columns_come_back_empty(act: Act) -> None:
    keep(Thing(reference="T-2", title=""), act)
    content = history(Thing(reference="T-2"))[0]["content"]
    assert (content["on"], content["at"], content["belongs_to_id"], content["parts"]) == (None, None, None, [])


def test_each_change_is_a_version_and_an_entry(act: Act) -> None:
    thing = whole()
    for title in ("one", "two", "three"):
        thing.title = title
        keep(thing, act)
    assert [(entry["version"], entry["content"]["title"]) for entry in history(thing)] == [(1, "one"), (2, "two"), (3, "three")]
    assert end_of() == End(number=3, seal=LogEntry.objects.get(number=3).seal)


def test_the_second_of_two_is_told_and_nothing_is_lost(act: Act) -> None:
    keep(whole(), act)
    mine, yours = Thing.objects.get(pk="T-1"), Thing.objects.get(pk="T-1")
    yours.title = "yours"
    keep(yours, replace(act, account="clerk.two"))
    mine.title = "mine"
    with pytest.raises(ChangedMeanwhile) as told:
        keep(mine, act)
    assert (told.value.current.content()["title"], told.value.says["account"]) == ("yours", "clerk.two")
    assert (mine.title, mine.version, len(history(mine))) == ("mine", 1, 2)
    mine.version = told.value.current.version
    keep(mine, act)
    assert Thing.objects.get(pk="T-1").title == "mine"


def test_two_new_records_of_one_reference_are_told_apart(act: Act) -> None:
    keep(whole(), act)
    with pytest.raises(ChangedMeanwhile):
        keep(whole(), act)
    assert end_of().number == 1


def refused(change: dict[str, object], act: Act, error: type[Exception], words: str) -> None:
    thing = whole()
    for name, value in change.items():
        setattr(thing, name, value)
    with pytest.raises(error, match=words):
        keep(thing, act)
    assert (thing.version, Thing.objects.count(), end_of()) == (0, 0, End(number=0, seal=BEGINNING))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"parts": [0.5]}, TypeError, "content.parts is a float. Write whole pence"),
        ({"pence": 2.0}, TypeError, "content.pence is a float"),
        ({"parts": {1: "one"}}, TypeError, "the key 1, which is no text"),
        ({"parts": [{"on"}]}, TypeError, "is a set"),
        ({"says": "a\x00b"}, ValueError, "empty sign"),
        ({"title": "x" * 41}, ValueError, "title holds 40 letters, and was given 41"),
        ({"places": 32768}, ValueError, "places holds 0 to 32767"),
        ({"at": datetime(2026, 1, 1)}, TypeError, "without a zone"),  # noqa: DTZ001  that is the point
        ({"pence": "12"}, TypeError, "comes back from the database with another pence"),
    ],
)
def test_what_cannot_be_kept_for_good_is_refused(act: Act, change: dict[str, object], error: type[Exception], words: str) -> None:
    refused(change, act, error, words)


def test_money_is_kept_in_pence(act: Act) -> None:
    thing = whole()
    thing.parts = [{"council": Money(-150).pence}]
    keep(thing, act)
    assert Thing.objects.get(pk="T-1").parts == [{"council": -150}]


def test_an_act_has_a_zone(act: Act) -> None:
    refused({}, replace(act, at=datetime(2026, 1, 1)), TypeError, "with a zone")  # noqa: DTZ001


def test_a_clock_set_back_changes_nothing_about_the_order(act: Act) -> None:
    thing = whole()
    keep(thing, act)
    keep(thing, replace(act, at=datetime(2020, 1, 1, tzinfo=UTC)))
    assert [entry["at"][:4] for entry in history(thing)] == ["2026", "2020"]


def test_no_way_leads_past_the_log(act: Act) -> None:
    keep(whole(), act)
    ways = [
        lambda: Thing(reference="T-9").save(),
        lambda: Thing.objects.create(reference="T-9"),
        lambda: Thing.objects.filter(pk="T-1").update(title="x"),
        lambda: Thing.objects.bulk_create([Thing(reference="T-9")]),
        lambda: Thing.objects.all().delete(),
        lambda: Thing.objects.get(pk="T-1").delete(),
        lambda: Thing.objects.get(pk="T-1").save(update_fields=["title", "looked_at"]),
    ]
    for way in ways:
        with pytest.raises(TypeError, match=r"keep|never deleted"):
            way()
    assert history(whole())[-1]["content"] == Thing.objects.get().content()


def test_a_column_that_the_log_does_not_know_may_change(act: Act) -> None:
    keep(whole(), act)
    thing = Thing.objects.get()
    thing.looked_at = act.at
    thing.save(update_fields=["looked_at"])
    earlier = whole()
    earlier.version = 1
    keep(earlier, act)
    assert Thing.objects.get().looked_at == act.at, "a version that was made without it leaves it alone"
    assert "looked_at" not in thing.content()


def test_a_note_is_an_entry_of_a_book(act: Act) -> None:
    note(act, kind="sign-in", reference="clerk.one", content={"second factor": True}, book="accounts")
    assert (end_of().number, end_of("accounts").number) == (0, 1)
    with pytest.raises(ValueError, match="keep"):
        note(act, kind="things.thing", reference="T-1", content={})


def test_both_or_neither(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(gathering, "appended", broken)
    with pytest.raises(DatabaseError), transaction.atomic():
        keep(whole(), act)
    assert (Thing.objects.count(), LogEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET kind = kind", "DELETE FROM ledger_entry"])
def test_the_database_itself_refuses_to_change_the_log(act: Act, statement: str) -> None:
    keep(whole(), act)
    with pytest.raises(DatabaseError, match="The log only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert LogEntry.objects.count() == 1


def test_an_entry_cannot_be_put_over_another(act: Act) -> None:
    keep(whole(), act)
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{verb} INTO ledger_entry SELECT book, number, 'x', seal, kind, reference FROM ledger_entry")
    assert LogEntry.objects.get().says != "x"


def test_the_log_cannot_be_emptied_at_one_stroke(act: Act) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL knows TRUNCATE")
    keep(whole(), act)
    with pytest.raises(DatabaseError, match="The log only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_entry")


def test_the_refusal_is_known_and_can_be_taken_back() -> None:
    assert is_shut(connection)
    open_again(connection)
    assert not is_shut(connection)
    shut(connection)
    assert is_shut(connection)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_tests_that_commit_begin_with_an_empty_log(act: Act, turn: int) -> None:
    keep(whole(), act)
    assert (end_of().number, is_shut(connection)) == (1, True)
