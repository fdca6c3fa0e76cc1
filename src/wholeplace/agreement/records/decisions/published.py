"""What everyone may read of all decisions, for the public register."""

from datetime import datetime

from wholeplace.agreement.decisions import RegisterEntry, register_entry
from wholeplace.agreement.records.decisions.models import Decision
from wholeplace.agreement.records.decisions.reading import recorded_of


def published(now: datetime) -> tuple[RegisterEntry, ...]:
    """Every decision of which something is public at `now`, by year and number. Bodies are called as they were on the day."""
    decisions = Decision.objects.order_by("year", "number")
    entries = (register_entry(recorded_of(decision), body_title=decision.body_title, now=now) for decision in decisions)
    return tuple(entry for entry in entries if entry is not None)
