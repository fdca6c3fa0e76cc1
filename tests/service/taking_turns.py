"""Many threads that write at once through `in_turn`, on a database in a file: run as a program, prints what came of it as JSON."""

import json
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.ledger.racing import begin

WRITERS, EACH = 12, 10


def main(url: str, folder: str) -> None:
    begin(url, folder)
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, run_syncdb=True)
    connections.close_all()
    told = {"many": many(), "refused": one_that_fails(), "late": one_that_comes_too_late()}

    from wholeplace.ledger.records.verifying import verify

    problems = [str(problem) for problem in verify().problems]
    print(json.dumps({**told, "problems": problems}))  # noqa: T201


def kept(name: str) -> str:
    """Keep one thing of that name, with its entry in the log."""
    from tests.ledger.things.models import Thing
    from wholeplace.ledger.records import Act
    from wholeplace.ledger.records.keeping import keep

    act = Act(account="writer", acting_as="test", event="kept", at=datetime(2026, 11, 22, tzinfo=UTC))
    keep(Thing(reference=name, title="", parts=[]), act)
    return name


def many() -> dict[str, int]:
    """Every writer keeps its things one after the other. Each answer names a thing that is there."""
    from wholeplace.service.records.turns import in_turn

    answers: list[str] = []

    def write(writer: int) -> None:
        answers.extend(in_turn(lambda turn=turn: kept(f"M-{writer}-{turn}")) for turn in range(EACH))  # type: ignore[misc]

    _together([lambda writer=writer: write(writer) for writer in range(WRITERS)])  # type: ignore[misc]
    return {"answered": len(set(answers)), "there": len(_there("M-"))}


def one_that_fails() -> dict[str, Any]:
    """Half of the jobs break off after they wrote. Nothing of those is kept, everything of the others is."""
    from wholeplace.service.records.turns import in_turn

    told: list[str] = []

    def write(writer: int) -> None:
        def job() -> str:
            name = kept(f"R-{writer}")
            if writer % 2:
                raise ValueError(name)
            return name

        try:
            in_turn(job)
        except ValueError as refusal:
            told.append(str(refusal))

    _together([lambda writer=writer: write(writer) for writer in range(WRITERS)])  # type: ignore[misc]
    return {"told": sorted(told), "there": _there("R-")}


def one_that_comes_too_late() -> dict[str, Any]:
    """One job holds a book for a second; one that waits a fifth of it is told, and nothing of it is kept."""
    from wholeplace.ledger.chain import MAIN
    from wholeplace.ledger.records.keeping import hold
    from wholeplace.service.records.turns import TooLate, in_turn

    begun, told = threading.Event(), []

    def slow() -> None:
        def job() -> None:
            hold(MAIN)
            kept("L-slow")
            begun.set()
            time.sleep(1)

        in_turn(job)

    def hurried() -> None:
        begun.wait()
        try:
            in_turn(lambda: kept("L-hurried"), deadline=0.2)
        except TooLate:
            told.append("too late")

    _together([slow, hurried])
    return {"told": told, "there": _there("L-")}


def _there(beginning: str) -> list[str]:
    from tests.ledger.things.models import Thing

    return sorted(Thing.objects.filter(pk__startswith=beginning).values_list("pk", flat=True))


def _together(jobs: list[Callable[[], None]]) -> None:
    from django.db import connection

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
