"""What may be published of awards, at a moment. `publish.public_record` shows it."""

from datetime import datetime

from wholeplace.agreement.choosing.calls import DecidedCall
from wholeplace.agreement.records.funds.models import Call
from wholeplace.agreement.records.funds.reading import awarded_by, call_of, options


def published(now: datetime) -> tuple[DecidedCall, ...]:
    """Every call that was decided by that day, the newest first: the bids that were paid, and how many were not. No member, no score
    of one, nothing of a bid that got nothing."""
    found = []
    for record in Call.objects.filter(decided_on__lte=now.date()).order_by("-decided_on", "reference"):
        awards = awarded_by(record)
        if awards is not None:
            paid = {one.option for one in awards.awards if one.gets.pence > 0}
            bids = {one.name: one for one in options(record.reference) if one.name in paid}
            found.append(DecidedCall(call=call_of(record), purpose=record.purpose, decision=record.decision, awards=awards, paid=bids))
    return tuple(found)
