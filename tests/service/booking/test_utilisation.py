"""What became of slots, counted by practice and day of England."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.service.booking import Practice, Practices, Slot, SlotStatus, Used, utilisation

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
PRACTICES = Practices(by_code={"P": Practice(code="P", name="P", list_size=9000)})


def used(hours: float, *, kept: bool = True, taken: bool = False, by_111: bool = False, code: str = "P", **fields: object) -> Used:
    start = NOW + timedelta(hours=hours)
    told = {"reference": f"{hours}", "organisation": code, "schedule": "c", "start": start, "end": start + timedelta(minutes=10)}
    return Used(slot=Slot(**told | {"kept_for": "111" if kept else ""} | fields), taken=taken, by_111=by_111)  # type: ignore[arg-type]


def test_a_day_of_a_practice() -> None:
    slots = [
        used(-3, taken=True, by_111=True),
        used(-2, taken=True),
        used(-1),
        used(1),
        used(3),
        used(3, given_back=NOW),
        used(-3, kept=False, taken=True, by_111=True),
        used(4, kept=False, taken=True),
        used(4, kept=False),
        used(4, kept=False, status=SlotStatus.SHUT),
    ]
    (day,) = utilisation(slots, PRACTICES, {"P": 3}, NOW)
    assert (day.organisation, day.day, day.quota, day.offered) == ("P", date(2026, 7, 1), 3, 6)
    assert (day.used_by_111, day.given_back, day.given_back_used, day.waiting, day.unused) == (1, 4, 1, 1, 3)
    assert (day.other_by_111, day.all_slots, day.all_used) == (1, 9, 4)


def test_days_are_those_of_england() -> None:
    late = used(11.5, start=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert [day.day for day in utilisation([late], PRACTICES, {}, NOW)] == [date(2026, 7, 2)]


@given(st.lists(st.builds(used, st.integers(-40, 40), kept=st.booleans(), taken=st.booleans(), code=st.sampled_from("PQ")), max_size=30))
def test_every_slot_that_was_offered_became_one_thing(slots: list[Used]) -> None:
    days = utilisation(slots, PRACTICES, {}, NOW)
    assert sum(day.all_slots for day in days) == len(slots)
    for day in days:
        assert day.offered == day.used_by_111 + day.given_back + day.waiting
        assert 0 <= day.unused <= day.given_back
        assert day.all_used <= day.all_slots
