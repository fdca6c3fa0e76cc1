"""What waits on a desk from choosing: bids to score for members, awards to record for clerks."""

from collections.abc import Iterator

from django.urls import reverse

from wholeplace.agreement.choosing.calls import CallState, state_of_call, still_to_score, to_award
from wholeplace.agreement.records.funds.models import Call, Score
from wholeplace.agreement.records.funds.reading import call_of, options, scores
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.who import Person


def to_choose(person: Person, house: House) -> Iterator[tuple[str, str, str]]:
    """(title, address, what is to be done) of each call that has closed and waits for somebody."""
    for record in Call.objects.filter(decided_on=None).order_by("closes_on", "reference"):
        call, bids = call_of(record), to_award(options(record.pk))
        if state_of_call(call, house.today) is not CallState.SCORED or not bids:
            continue
        address = reverse("call", args=[record.pk])
        mine = set(Score.objects.filter(call=record.pk, member=person.account).values_list("bid", flat=True))
        left = [one for one in bids if one.name not in mine]
        if left and person.may(frozenset({Role.MEMBER}), house.today, body=record.body):
            yield record.title, address, f"You have not scored {len(left)} of its {len(bids)} bids."
        if person.may(frozenset({Role.CLERK}), house.today, body=record.body) and not still_to_score(call, bids, scores(record.pk)):
            yield record.title, address, "Every bid is scored. Record the awards once the body has decided."
