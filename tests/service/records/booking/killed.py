"""A worker that books slot after slot in several threads, to be killed at any moment. Run as a program.

It writes a line for each booking that it was answered: the number of the slot and the reference of the appointment. Begun again, it
sends every message that was not answered once more, under the same ids, as a caller does whose answer was lost.
"""

import sys
from threading import Lock, Thread

from tests.ledger.racing import begin

THREADS = 4
WRITING = Lock()


def book_each(numbers: list[int]) -> None:
    """Book the slots of these numbers, each once, however often it was tried before."""
    from django.db import connection

    from tests.service.records.booking.making import OF_111, PRACTICES, act
    from wholeplace.service.records.booking.booking import BookingWanted, book
    from wholeplace.service.records.events.once import Duplicate, Once

    for number in numbers:
        once = Once(sender="Z9T", request=f"r-{number}", digest=str(number))
        wanted = BookingWanted(slot=f"s-{number}", person=f"p-{number}", asker=OF_111, registered_at="", once=once)
        try:
            reference = book(wanted, PRACTICES, act()).reference
        except Duplicate as before:
            reference = before.answer["appointment"]
        with WRITING:
            sys.stdout.write(f"{number} {reference}\n")
            sys.stdout.flush()
    connection.close()


def main(url: str, folder: str, what: str, count: str) -> None:
    begin(url, folder)
    if what == "make":
        make(int(count))
        return
    answered = {int(line) for line in sys.stdin.read().split()}
    left = [number for number in range(int(count)) if number not in answered]
    callers = [Thread(target=book_each, args=(left[thread::THREADS],)) for thread in range(THREADS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()


def make(count: int) -> None:
    """The tables, and slots of a service that takes anyone."""
    from django.core.management import call_command
    from django.db import transaction

    from tests.service.records.booking.making import NINE, slot

    call_command("migrate", verbosity=0, run_syncdb=True)
    with transaction.atomic():
        for number in range(count):
            slot("Z9UTC", start=NINE, reference=f"s-{number}")


if __name__ == "__main__":
    main(*sys.argv[1:])
