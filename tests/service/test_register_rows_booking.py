"""Row 70 of the register of demands: 111 books into forty practices. The long tests stand in tests/service/records/booking."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.service.records.booking.making import NINE, NOW, OF_111, act, slot, wanted
from wholeplace.service.booking import Alternative, NotAllowed, Practice, Practices, SlotGone, SlotsWanted, quota_of
from wholeplace.service.records.booking.booking import BookingWanted, book
from wholeplace.service.records.booking.models import Appointment
from wholeplace.service.records.booking.opening import keep_for_111
from wholeplace.service.records.booking.searching import search_everywhere

PHARMACY = Alternative(name="Anywhere Pharmacy", why="For a cough or a rash")
CODES = [f"P{number:05}" for number in range(1, 41)]
FORTY = Practices(
    by_code={code: Practice(code=code, name=f"Surgery {code}", list_size=7000, enabled=code != CODES[0]) for code in CODES},
    alternatives={PHARMACY.name: PHARMACY},
)


@pytest.mark.django_db
def test_row_70_111_books_at_the_registered_practice_of_forty_once_and_has_a_fallback_where_it_cannot() -> None:
    midnight = NOW.replace(hour=0)
    for code in CODES:
        for number in range(6):
            slot(code, start=NINE + timedelta(minutes=30 * number), bookable=False)
        keep_for_111(code, midnight, midnight + timedelta(days=1), FORTY.by_code[code], act("kept for 111"))
    for code in CODES[1:]:
        asked = SlotsWanted(start=NOW, end=NOW + timedelta(days=1), asker=OF_111, registered_at=code)
        found = search_everywhere(asked, FORTY, NOW)
        assert {at: len(slots) for at, slots in found.slots.items()} == {code: quota_of(FORTY.by_code[code])}, "their own, and its quota"
        first = found.slots[code][0]
        asks = BookingWanted(slot=first.reference, person="one", asker=OF_111, registered_at=code)
        assert book(asks, FORTY, act()).organisation == code
        with pytest.raises(SlotGone):
            book(replace(asks, person="two"), FORTY, act())
    assert Appointment.objects.count() == 39

    shut = CODES[0]
    found = search_everywhere(SlotsWanted(start=NOW, end=NOW + timedelta(days=1), asker=OF_111, registered_at=shut), FORTY, NOW)
    assert found.slots == {}
    assert found.fallback is not None
    assert (found.fallback.name, found.fallback.instead) == (f"Surgery {shut}", (PHARMACY,))
    with pytest.raises(NotAllowed):
        book(wanted(slot(shut, start=NINE + timedelta(hours=4))), FORTY, act())
