"""Whatever is done in whatever order, the records are what a plain list of slots and appointments would say: two roads, by hypothesis."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.service.records.booking.making import NOW, PRACTICES, act, slot
from wholeplace.ledger.records.keeping import ChangedMeanwhile
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.booking import Asker, Refused, SlotsWanted
from wholeplace.service.records.booking import models
from wholeplace.service.records.booking.booking import BookingWanted, amend, book, cancel, rebook
from wholeplace.service.records.booking.opening import Released, hold, let_go, overbook, release, take_back
from wholeplace.service.records.booking.searching import search_slots
from wholeplace.service.records.events.once import Duplicate, Once

SLOTS, PEOPLE, CALLERS = 4, ("p-1", "p-2"), ("one", "two")
OF_111, OWN = Asker(code="Z9T", type="urgent-care"), Asker(code="Z90001", type="gp-practice")
STEPS = (0, 1, 4, 90)


@dataclass(kw_only=True)
class Plain:
    """A slot as the plain list has it. `who`: whoever has it, by the number of the appointment."""

    start: datetime
    released: bool = True
    kept: bool = False
    held_by: str = ""
    held_until: datetime = NOW
    who: int | None = None


class Bookings(RuleBasedStateMachine):
    """The plain list, and beside each thing done to it the same done to the records."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = transaction.atomic()
        self.kept.__enter__()

    @initialize(starts=st.lists(st.integers(0, 300), min_size=SLOTS, max_size=SLOTS), kept=st.lists(st.booleans(), min_size=4, max_size=4))
    def begin(self, starts: list[int], kept: list[bool]) -> None:
        self.now, self.plain = NOW, {}
        self.numbers: list[tuple[str, str]] = []
        self.stands: dict[int, int] = {}
        for number, (minutes, is_kept) in enumerate(zip(starts, kept, strict=True)):
            start = NOW + timedelta(minutes=minutes)
            types = ("urgent-care",) if is_kept else ()
            row = slot(start=start, reference=f"{id(self)}-{number}", kept_for="111" if is_kept else "", types=types)
            self.plain[row.reference] = Plain(start=start, kept=is_kept)

    def name(self, number: int) -> str:
        return list(self.plain)[number]

    def act(self) -> Any:
        return act(at=self.now)

    def free(self, of: Plain, caller: str = "") -> bool:
        held = bool(of.held_by) and of.held_until > self.now and of.held_by != caller
        return of.who is None and not held

    def may(self, of: Plain, asker: Asker) -> bool:
        if of.start <= self.now:
            return False
        back = of.kept and self.now >= of.start - timedelta(hours=2)
        return asker == OWN or (of.released and not back)

    @rule(minutes=st.sampled_from(STEPS))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(number=st.integers(0, SLOTS - 1), caller=st.sampled_from(CALLERS))
    def somebody_holds(self, number: int, caller: str) -> None:
        of = self.plain[self.name(number)]
        done = self.tried(lambda: hold(self.name(number), caller, self.act()))
        assert done == self.free(of, caller)
        if done:
            of.held_by, of.held_until = caller, self.now + timedelta(minutes=5)

    @rule(number=st.integers(0, SLOTS - 1), caller=st.sampled_from(CALLERS))
    def somebody_lets_go(self, number: int, caller: str) -> None:
        of = self.plain[self.name(number)]
        let_go(self.name(number), caller, self.act())
        of.held_by = "" if of.held_by == caller else of.held_by

    @rule(number=st.integers(0, SLOTS - 1), caller=st.sampled_from(("", *CALLERS)), asker=st.sampled_from((OF_111, OWN)))
    def somebody_books(self, number: int, caller: str, asker: Asker) -> None:
        of = self.plain[self.name(number)]
        once = Once(sender=asker.code, request=f"{id(self)}-{len(self.numbers)}-{self.now}")
        wanted = BookingWanted(slot=self.name(number), person="p-1", asker=asker, registered_at="Z90001", held_by=caller, once=once)
        kept: list[models.Appointment] = []
        done = self.tried(lambda: kept.append(book(wanted, PRACTICES, self.act())))
        assert done == (self.may(of, asker) and self.free(of, caller))
        if done:
            self.stood(kept[0], of)
            again: list[dict[str, Any]] = []
            try:
                book(wanted, PRACTICES, self.act())
            except Duplicate as before:
                again.append(before.answer)
            assert again == [{"appointment": kept[0].reference}]

    @rule(index=st.integers(0, 9), behind=st.booleans())
    def somebody_cancels(self, index: int, behind: bool) -> None:
        if not self.numbers:
            return
        index %= len(self.numbers)
        reference, name = self.numbers[index]
        version = models.Appointment.objects.get(pk=reference).version - behind
        done = self.tried(lambda: cancel(reference, version, reason="Better", by="Z9T", act=self.act()))
        assert done == (self.may_change(index) and not behind)
        if done:
            self.falls(index, name)

    @rule(index=st.integers(0, 9))
    def somebody_amends(self, index: int) -> None:
        if not self.numbers:
            return
        index %= len(self.numbers)
        record = models.Appointment.objects.get(pk=self.numbers[index][0])
        done = self.tried(lambda: amend(record.reference, record.version, description="d", comment="", act=self.act()))
        assert done == self.may_change(index)

    @rule(index=st.integers(0, 9), number=st.integers(0, SLOTS - 1))
    def somebody_moves(self, index: int, number: int) -> None:
        if not self.numbers:
            return
        index %= len(self.numbers)
        reference, name = self.numbers[index]
        record, of = models.Appointment.objects.get(pk=reference), self.plain[self.name(number)]
        wanted = BookingWanted(slot=self.name(number), person="p-1", asker=OF_111, registered_at="Z90001")
        kept: list[models.Appointment] = []
        done = self.tried(lambda: kept.append(rebook(reference, record.version, wanted, PRACTICES, self.act())))
        assert done == (self.may_change(index) and record.slot != wanted.slot and self.may(of, OF_111) and self.free(of))
        if done:
            self.falls(index, name)
            self.stood(kept[0], of)

    @rule(number=st.integers(0, SLOTS - 1), asker=st.sampled_from((OF_111, OWN)))
    def the_practice_overbooks(self, number: int, asker: Asker) -> None:
        of = self.plain[self.name(number)]
        wanted = BookingWanted(slot=self.name(number), person="p-2", asker=asker, registered_at="Z90001")
        before = models.Slot.objects.count()
        done = self.tried(lambda: overbook(wanted, "A child with a fever", self.act()))
        assert done == (asker == OWN and of.start > self.now and not self.free(of))
        assert models.Slot.objects.count() == before + done

    @rule(numbers=st.sets(st.integers(0, SLOTS - 1)), back=st.booleans())
    def the_practice_releases_or_takes_back(self, numbers: set[int], back: bool) -> None:
        names = [self.name(number) for number in numbers]
        if back:
            take_back("Z90001", names, self.act())
        else:
            release("Z90001", names, Released(), PRACTICES, self.act())
        for each in (self.plain[name] for name in names):
            if back and self.free(each):
                each.released, each.kept, each.held_by = False, False, ""
            elif not back and each.who is None:
                each.released, each.kept = True, each.kept and self.now < each.start - timedelta(hours=2)

    def stood(self, kept: models.Appointment, of: Plain) -> None:
        of.who, of.held_by = len(self.numbers), ""
        self.numbers.append((kept.reference, kept.slot))

    def falls(self, index: int, name: str) -> None:
        self.plain[name].who = None
        self.numbers[index] = (self.numbers[index][0], "")

    def may_change(self, index: int) -> bool:
        name = self.numbers[index][1]
        return bool(name) and self.plain[name].start > self.now

    def tried(self, do: Any) -> bool:
        try:
            do()
        except (Refused, ChangedMeanwhile):
            return False
        return True

    @invariant()
    def the_records_say_the_same(self) -> None:
        if not hasattr(self, "plain"):
            return
        standing = models.Appointment.objects.exclude(status="cancelled").filter(slot__in=self.plain).values_list("reference", "slot")
        assert sorted(standing) == sorted((reference, name) for reference, name in self.numbers if name)
        wanted = SlotsWanted(start=NOW, end=NOW + timedelta(days=1), asker=OF_111)
        seen = {one.reference for one in search_slots(wanted, PRACTICES, self.now)}
        assert seen == {name for name, of in self.plain.items() if self.may(of, OF_111) and self.free(of)}

    def teardown(self) -> None:
        problems = verify().problems
        transaction.set_rollback(True)
        self.kept.__exit__(None, None, None)
        assert problems == ()


@pytest.mark.django_db
def test_any_order() -> None:
    run_state_machine_as_test(Bookings, settings=settings(max_examples=25, stateful_step_count=25))


@pytest.mark.slow
@pytest.mark.django_db
def test_any_order_for_long() -> None:
    run_state_machine_as_test(Bookings, settings=settings(max_examples=500, stateful_step_count=50))
