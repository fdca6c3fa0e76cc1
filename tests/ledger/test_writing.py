"""What is kept without being read again comes back as it was, on whichever database these tests run; all else is read again."""

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.things.models import Thing
from wholeplace.ledger.records import Act, writing
from wholeplace.ledger.records.keeping import ChangedMeanwhile, history, keep
from wholeplace.service.records.persons.models import Person

pytestmark = pytest.mark.django_db

NUMBERS = count()
ACT = Act(account="clerk.one", acting_as="clerk", event="changed", at=datetime(2026, 11, 22, tzinfo=UTC))
# What the log itself refuses (a NUL, half a pair of surrogates) never gets as far as a column.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001  the zone is drawn beside it


@given(
    st.builds(
        Thing, title=TEXTS, says=TEXTS, on=st.none() | st.dates(), at=st.none() | MOMENTS, pence=st.integers(-(2**63), 2**63 - 1),
        places=st.integers(0, 32767), public=st.booleans(), parts=PARTS.filter(lambda parts: parts is not None),
    )
)  # fmt: skip
def test_whatever_is_not_read_again_comes_back_as_it_was(thing: Thing) -> None:
    thing.reference = f"T-{next(NUMBERS)}"
    assert writing.comes_back_surely(thing)
    keep(thing, ACT)
    read = Thing.objects.get(pk=thing.reference)
    assert read.content() == thing.content() == history(thing)[-1]["content"]


class Word(StrEnum):
    A = "a"


class Day(date):
    pass


@pytest.mark.parametrize(
    "change",
    [
        {"title": Word.A}, {"title": 1}, {"says": None}, {"on": "2026-11-22"}, {"on": datetime(2026, 11, 22, tzinfo=UTC)}, {"public": 1},
        {"on": Day(2026, 11, 22)}, {"at": date(2026, 11, 22)}, {"pence": True}, {"pence": "12"}, {"places": 1.0}, {"belongs_to_id": "T-1"},
    ],
)  # fmt: skip
def test_what_may_come_back_as_something_else_is_read_again(change: dict[str, Any]) -> None:
    assert writing.comes_back_surely(Thing(reference="T-1", title="a"))
    assert not writing.comes_back_surely(Thing(reference="T-1", **({"title": "a"} | change)))


@pytest.mark.parametrize("title", ["surely", Word.A])
def test_a_transaction_goes_on_after_a_refusal(act: Act, title: str) -> None:
    with transaction.atomic():
        keep(Thing(reference="T-1", title=title), act)
        with pytest.raises(ChangedMeanwhile):
            keep(Thing(reference="T-1", title=title), act)
        keep(Thing(reference="T-2", title=title), act)
    assert Thing.objects.count() == 2


def test_a_row_that_its_table_forbids_is_no_record_and_no_entry(act: Act) -> None:
    def person(reference: str) -> Person:
        return Person(reference=reference, nhs_number="9990000018", family_name="Q", given_name="O", birth_date=date(1961, 4, 5))

    keep(person("p-1"), act)
    with transaction.atomic():
        with pytest.raises(IntegrityError, match="stands where p-2 would"):
            keep(person("p-2"), act)
        keep(Thing(reference="T-1", title="meanwhile"), act)
    assert (Person.objects.count(), history(person("p-2")), Thing.objects.count()) == (1, [], 1)
