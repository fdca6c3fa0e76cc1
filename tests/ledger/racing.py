"""Four writers at once on one database, in two processes of two threads: run as a program, prints what came of it as JSON.

In each round both threads of a process read the same record, wait for each other, and keep their change. The two processes
change other records, and meet only at the end of the log.
"""

import json
import sys
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import django
from django.conf import settings

from wholeplace.web.settings import database_from, settings_for

ROUNDS = 12


def begin(url: str, folder: str) -> None:
    told = settings_for(database=database_from(url, Path(folder)), secret_key="of tests", secure=False)
    told["INSTALLED_APPS"] = [*told["INSTALLED_APPS"], "tests.ledger.things"]
    settings.configure(**told, RECORDS_OF=None)
    django.setup(set_prefix=False)


def write(process: int, tellings: "Queue[dict[str, int]]") -> None:
    """Two threads that change one record, round after round; how often each was told that the other was first."""
    from django.db import connection

    from tests.ledger.things.models import Thing
    from wholeplace.ledger.records import Act
    from wholeplace.ledger.records.keeping import ChangedMeanwhile, keep

    reference, barrier, told = f"S-{process}", Barrier(2), {"first": 0, "second": 0}

    def change(thread: int) -> None:
        act = Act(account=f"clerk.{thread}", acting_as="clerk", event="added", at=datetime(2026, 11, 22, tzinfo=UTC))
        for turn in range(ROUNDS):
            thing = Thing.objects.filter(pk=reference).first() or Thing(reference=reference, title="", parts=[])
            barrier.wait()
            try:
                keep(_with(thing, thread, turn), act)
                told["first"] += 1
            except ChangedMeanwhile as changed:
                told["second"] += 1
                keep(_with(changed.current, thread, turn), act)
            barrier.wait()
        connection.close()

    threads = [Thread(target=change, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tellings.put(told)


def _with(thing: Any, thread: int, turn: int) -> Any:
    thing.parts = [*thing.parts, f"{thread}-{turn}"]
    return thing


def main(url: str, folder: str) -> None:
    begin(url, folder)
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, run_syncdb=True)
    connections.close_all()
    fork = get_context("fork")
    tellings: Queue[dict[str, int]] = fork.Queue()
    writers = [fork.Process(target=write, args=(number, tellings)) for number in range(2)]
    for writer in writers:
        writer.start()
    told = [tellings.get(timeout=120) for _ in writers]
    for writer in writers:
        writer.join()

    from tests.ledger.things.models import Thing
    from wholeplace.ledger.records.verifying import verify

    found = verify()
    parts = {thing.reference: thing.parts for thing in Thing.objects.all()}
    problems = [str(problem) for problem in found.problems]
    print(json.dumps({"told": told, "parts": parts, "entries": found.entries, "records": found.records, "problems": problems}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
