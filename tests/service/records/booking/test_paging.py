"""Page by page the same slots as all at once, whatever is booked meanwhile, and no page reads more than it needs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.service.records.booking.making import NINE, NOW, PRACTICES, slot
from tests.service.records.booking.test_searching import looked
from wholeplace.service.booking import Slot, SlotsWanted
from wholeplace.service.records.booking import models, paging
from wholeplace.service.records.booking.paging import few_slots
from wholeplace.service.records.booking.searching import search_slots

WHERE = st.sampled_from(["Z90001", "Z90001", "Z90001", "Z90002", "Z9U001", "Z9UTC"])
WHEN = st.integers(0, 6).map(lambda quarters: NINE + timedelta(minutes=15 * quarters))
"""Many begin at the same moment, as slots do, and most are of one service."""


def pages(wanted: SlotsWanted, count: int) -> list[list[Slot]]:
    """Every page of a search, each begun where the one before it ended."""
    told = []
    while found := few_slots(wanted, PRACTICES, NOW, count=count):
        told.append(found)
        wanted = replace(wanted, after=(found[-1].start, found[-1].reference))
    return told


class PageByPage(TestCase):
    @settings(max_examples=60)
    @given(
        st.lists(st.tuples(WHERE, WHEN), max_size=40), st.integers(1, 12), st.sampled_from([(), ("Z90001",), ("Z90001", "Z9UTC", "Z9NOT")])
    )
    def test_the_same_as_all_at_once(self, offered: list[tuple], count: int, organisations: tuple[str, ...]) -> None:
        for code, start in offered:
            slot(code, start=start)
        wanted = looked(organisations=organisations)
        told = pages(wanted, count)
        assert [one for page in told for one in page] == search_slots(wanted, PRACTICES, NOW)
        assert all(len(page) == count for page in told[:-1])


@pytest.mark.django_db
def test_what_is_booked_meanwhile_moves_nothing() -> None:
    for number in range(12):
        slot("Z90001" if number % 3 else "Z9UTC", start=NINE + timedelta(minutes=5 * number))
    all_of_them = search_slots(looked(), PRACTICES, NOW)
    first = few_slots(looked(), PRACTICES, NOW, count=4)
    assert first == all_of_them[:4]
    models.Slot.objects.filter(pk__in=[first[1].reference, all_of_them[5].reference]).update(status="busy")
    second = few_slots(looked(after=(first[-1].start, first[-1].reference)), PRACTICES, NOW, count=4)
    assert second == [all_of_them[place] for place in (4, 6, 7, 8)]


@pytest.mark.django_db
def test_a_page_reads_no_more_than_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def counted(*asked: object) -> list[Slot]:
        found = search_slots(*asked)  # type: ignore[arg-type]
        read.append(len(found))
        return found

    monkeypatch.setattr(paging, "search_slots", counted)
    for number in range(200):
        slot("Z90001", start=NINE + timedelta(minutes=number))
    for code in ("Z90002", "Z9UTC", "Z9U001"):
        for number in range(30):
            slot(code, start=NINE + timedelta(days=5, minutes=number))
    assert len(few_slots(looked(), PRACTICES, NOW, count=20)) == 20
    assert len(read) == 2  # each service's next ten, then more of the one that has them all
    assert sum(read) <= 60
