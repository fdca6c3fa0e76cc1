"""What public decisions that hold should change, one effect at a time."""

from collections.abc import Iterable, Iterator

from wholeplace.agreement.decisions import RegisterEntry, State
from wholeplace.publish.decided import DecidedEffect
from wholeplace.publish.public_record.entries import shown_entries

HOLDING = frozenset({State.OPEN_TO_CALL_IN, State.CALLED_IN, State.FREE, State.CARRIED_OUT, State.REVIEWED})
"""States of a decision that was agreed and still holds."""


def effects_decided(entries: Iterable[RegisterEntry]) -> tuple[DecidedEffect, ...]:
    """The expected effects of every public decision that holds, newest first. Of what is withheld there are none."""
    return tuple(effect for entry in shown_entries(entries) if entry.state in HOLDING for effect in _of(entry))


def _of(entry: RegisterEntry) -> Iterator[DecidedEffect]:
    if entry.content is None or entry.decided_on is None:
        return
    came = {(checked.measure, checked.by): checked.came.value for review in entry.reviews for checked in review.checked}
    for one in entry.content.expected:
        yield DecidedEffect(
            reference=entry.reference, title=entry.title, body=entry.body_title, decided_on=entry.decided_on, measure=one.measure,
            change=one.change, by=one.by, came=came.get((one.measure, one.by), ""),
        )  # fmt: skip
