"""Many book, cancel and move at once on the same slots. Run as a program, prints what came of it as JSON.

One process with many threads is one server; several processes are what PostgreSQL serves. Each thread goes through all slots in an
order of its own, so that all meet everywhere.
"""

import json
import random
import sys
from collections import Counter
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.queues import Queue
from threading import Lock, Thread
from typing import Any

from tests.ledger.racing import begin

TOLD = Lock()


def make_slots(count: int) -> list[str]:
    """Free slots, spread over three practices, in the order in which they were made."""
    from tests.service.records.booking.making import NINE, slot

    codes = ("Z90001", "Z90002", "Z9UTC")
    return [
        slot(codes[number % 3], start=NINE + timedelta(minutes=10 * number), reference=f"s-{number}").reference for number in range(count)
    ]


def contest(process: int, threads: int, references: list[str], changes: bool, tellings: "Queue[dict[str, int]]") -> None:
    """The threads of one process, each through all slots."""
    told: Counter[str] = Counter()
    each = [Thread(target=_through_all, args=(f"{process}-{number}", references, changes, told)) for number in range(threads)]
    for thread in each:
        thread.start()
    for thread in each:
        thread.join()
    tellings.put(dict(told))


def _through_all(name: str, references: list[str], changes: bool, told: "Counter[str]") -> None:
    from django.db import connection

    draw = random.Random(name)
    # Where they move, it is to a half of the slots that nobody books outright: else all would be full, and none could move.
    half = len(references) // 2 if changes else len(references)
    order, others = references[:half], references[half:]
    draw.shuffle(order)
    for reference in order:
        with_it = _try_to_book(name, reference, draw.choice(others) if changes and draw.random() < 0.5 else "", draw.random())
        with TOLD:
            told.update(with_it)
    connection.close()


def _try_to_book(name: str, reference: str, then: str, chance: float) -> list[str]:
    """Book a slot; with `then`, cancel it again or move it there. What was answered, in words."""
    from tests.service.records.booking.making import OF_111, PRACTICES, act
    from wholeplace.service.booking import Asker, NotAllowed, SlotGone
    from wholeplace.service.records.booking.booking import BookingWanted, book, cancel, rebook
    from wholeplace.service.records.booking.searching import slot

    def wanted(of: str) -> BookingWanted:
        held = slot(of)
        assert held is not None
        return BookingWanted(slot=of, person=name, asker=Asker(code=held.organisation, type=OF_111.type), registered_at=held.organisation)

    try:
        booked = book(wanted(reference), PRACTICES, act(account=name))
    except SlotGone:
        return ["gone"]
    if not then:
        return ["booked"]
    if chance < 0.5:
        cancel(booked.reference, 1, reason="Better", by="Z9T", act=act("cancelled", account=name))
        return ["booked", "cancelled"]
    try:
        rebook(booked.reference, 1, wanted(then), PRACTICES, act("moved", account=name))
    except (SlotGone, NotAllowed):
        return ["booked", "could not move"]
    return ["booked", "moved"]


def state() -> dict[str, Any]:
    """What the database holds: how many stand, slots that say something else than the appointments do, and whether the log holds."""
    from wholeplace.ledger.records.verifying import verify
    from wholeplace.service.records.booking.models import Appointment, Slot

    stand = Counter(Appointment.objects.exclude(status="cancelled").values_list("slot", flat=True))
    busy = set(Slot.objects.filter(status="busy").values_list("reference", flat=True))
    return {
        "stand": sum(stand.values()), "twice": [slot for slot, times in stand.items() if times > 1],
        "differ": sorted(busy ^ set(stand)), "problems": [str(problem) for problem in verify().problems],
    }  # fmt: skip


def main(url: str, folder: str, processes: str, threads: str, slots: str, changes: str) -> None:
    begin(url, folder)
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, run_syncdb=True)
    references = make_slots(int(slots))
    connections.close_all()
    fork = get_context("fork")
    tellings: Queue[dict[str, int]] = fork.Queue()
    callers = [
        fork.Process(target=contest, args=(number, int(threads), references, changes == "changes", tellings))
        for number in range(int(processes))
    ]
    for caller in callers:
        caller.start()
    told: Counter[str] = Counter()
    for _ in callers:
        told.update(tellings.get(timeout=1200))
    for caller in callers:
        caller.join()
    print(json.dumps({"told": told, **state()}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
