"""The database finds what the rules let somebody see: two roads to the same slots, over one practice and over all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.service.records.booking.making import CENTRE, NINE, NOW, OF_111, PHARMACY, PRACTICES, slot
from wholeplace.service.booking import Asker, RangeTooWide, SlotStatus, SlotsWanted, may_see, status_at, takes, within
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.rows import COLUMNS, slot_of
from wholeplace.service.records.booking.searching import next_slots, schedules_of, search_everywhere, search_slots

ASKERS = st.builds(Asker, code=st.sampled_from(["", "Z9T", "Z9X"]), type=st.sampled_from(["", "urgent-care", "gp-practice"]))
SLOTS = st.fixed_dictionaries(
    {
        "organisation": st.sampled_from([*PRACTICES.by_code, "Z9NOT"]),
        "start": st.integers(-60, 20 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes)),
        "status": st.sampled_from([one.value for one in SlotStatus]),
        "bookable": st.sampled_from([True, True, True, False]),
        "types": st.sampled_from([(), (), ("urgent-care",), ("gp-practice", "urgent-care")]),
        "codes": st.sampled_from([(), (), ("Z9T",), ("Z9T", "Z9X")]),
        "released_from": st.sampled_from([None, NOW, NOW + timedelta(minutes=1)]),
        "kept_for": st.sampled_from(["", "111"]),
        "held_until": st.sampled_from([NOW, NOW + timedelta(minutes=1)]),
        "channel": st.sampled_from(["In-person", "Telephone"]),
    }
)


def looked(asker: Asker = OF_111, **fields: object) -> SlotsWanted:
    return SlotsWanted(**{"start": NOW, "end": NOW + timedelta(days=14), "asker": asker} | fields)  # type: ignore[arg-type]


class TwoRoads(TestCase):
    @settings(max_examples=60)
    @given(
        st.lists(SLOTS, max_size=12), ASKERS, st.integers(-30, 9000), st.integers(0, 14 * 24 * 60),
        st.sampled_from([None, "", "Z90001", "Z90003"]), st.sampled_from([(), ("Z90001",), ("Z90003", "Z9UTC", "Z9NOT")]),
        st.sampled_from([None, 1, 3]),
    )  # fmt: skip
    def test_the_search_is_what_the_rules_say(
        self,
        given_: list[dict],
        asker: Asker,
        start: int,
        length: int,
        registered_at: str | None,
        organisations: tuple[str, ...],
        most: int | None,
    ) -> None:
        for each in given_:
            slot(**each)
        wanted = looked(
            asker, start=NOW + timedelta(minutes=start), end=NOW + timedelta(minutes=start + length), registered_at=registered_at,
            organisations=organisations, most=most,
        )  # fmt: skip
        every = [slot_of(row) for row in models.Slot.objects.values_list(*COLUMNS)]
        slowly = [
            one
            for one in every
            if (practice := PRACTICES.by_code.get(one.organisation)) is not None
            and (not organisations or one.organisation in organisations)
            and (registered_at is None or takes(practice, registered_at))
            and may_see(one, practice, asker, NOW)
            and status_at(one, NOW) is SlotStatus.FREE
            and within(one, wanted.start, wanted.end)
        ]
        in_order = sorted(slowly, key=lambda one: (one.start, one.reference))
        codes = [one.organisation for one in in_order]
        first = [one for number, one in enumerate(in_order) if most is None or codes[:number].count(one.organisation) < most]
        assert search_slots(wanted, PRACTICES, NOW) == first


@pytest.mark.django_db
def test_everywhere_shows_whoever_takes_the_person_and_says_what_else_there_is() -> None:
    for code, hours in (("Z90001", 0), ("Z90001", 1), ("Z90002", 0), ("Z9UTC", -3)):
        slot(code, start=NINE + timedelta(hours=hours))
    found = search_everywhere(looked(registered_at="Z90001"), PRACTICES, NOW)
    assert {code: len(slots) for code, slots in found.slots.items()} == {"Z90001": 2, "Z9UTC": 1}
    assert [one.code for one in found.nothing_at] == ["Z9U001"]
    assert found.fallback is None
    first = search_everywhere(looked(registered_at="Z90001", most=1), PRACTICES, NOW)
    assert {code: len(slots) for code, slots in first.slots.items()} == {"Z90001": 1, "Z9UTC": 1}


@pytest.mark.django_db
def test_a_practice_that_is_not_enabled_gives_named_alternatives() -> None:
    slot("Z90003")
    found = search_everywhere(looked(registered_at="Z90003"), PRACTICES, NOW)
    assert found.slots == {}
    assert found.fallback is not None
    assert found.fallback.instead == (CENTRE, PHARMACY)
    nothing = search_everywhere(looked(registered_at="Z90002"), PRACTICES, NOW).fallback
    assert nothing is not None
    assert "no free slot" in nothing.why


@pytest.mark.django_db
def test_the_next_ones_are_of_the_same_practice_first() -> None:
    gone, earlier, later = slot(), slot(start=NINE - timedelta(hours=1)), slot(start=NINE + timedelta(hours=1))
    hub, last = slot("Z9U001", start=NINE + timedelta(minutes=5)), slot("Z9UTC", start=NINE + timedelta(minutes=10))
    shape = next(slot_of(row) for row in models.Slot.objects.filter(pk=gone.pk).values_list(*COLUMNS))
    wanted = looked(registered_at="Z90001")
    assert [one.reference for one in next_slots(shape, wanted, PRACTICES, NOW)] == [later.reference, earlier.reference, hub.reference]
    assert last.reference in [one.reference for one in next_slots(shape, wanted, PRACTICES, NOW, count=9)]


@pytest.mark.django_db
def test_forty_practices_are_one_question_to_the_database() -> None:
    for code in PRACTICES.by_code:
        slot(code)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        search_everywhere(looked(registered_at="Z90001"), PRACTICES, NOW)
    assert len(asked) == 1


@pytest.mark.django_db
def test_a_search_is_two_weeks_at_most_and_channels_are_chosen() -> None:
    slot(channel="Telephone")
    slot()
    with pytest.raises(RangeTooWide):
        search_slots(looked(end=NOW + timedelta(days=15)), PRACTICES, NOW)
    (found,) = search_slots(looked(channel="Telephone"), PRACTICES, NOW)
    assert schedules_of([found])[found.schedule].title == "Same day"
