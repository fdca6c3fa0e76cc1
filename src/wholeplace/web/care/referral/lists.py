"""Lists of referrals: for a link worker, a voluntary group, and a practice that refers."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wholeplace.service.access import What
from wholeplace.service.records.access.facts import Asker
from wholeplace.service.records.referral import reading
from wholeplace.service.records.referral.models import Referral
from wholeplace.service.referral import Attention, State, read_clocks
from wholeplace.web.access import Role
from wholeplace.web.care.asking import asker_of
from wholeplace.web.care.referral.seen import MOST, lines, may_read
from wholeplace.web.care.rooms import Waits, add_room, waits_for
from wholeplace.web.house import House, house_of

add_room("Referrals to us", "care-referrals")
add_room("Referrals", "care-made")

_NEW = (State.SENT.value, State.RECEIVED.value, State.HANDED_OVER.value, State.REOPENED.value)
_BACK = (State.DECLINED.value, State.RETURNED.value)
LOOKED_BACK = timedelta(days=56)
"""How long ended referrals stay on the list."""


@require_safe
def to_us(request: HttpRequest, organisation: str) -> HttpResponse:
    """What was referred to this organisation: what is new first, then what came back, then what goes on, and what others have now."""
    asker = asker_of(request, organisation, Role.LINK_WORKER, Role.GROUP_WORKER)
    house = house_of(request)
    ours = reading.with_turn(organisation)
    needing = needing_of(ours, house)
    shown = lines(asker, ours, house, needing)
    given = {
        "new": [one for one in shown if one.state in _NEW], "back": [one for one in shown if one.state in _BACK],
        "going": [one for one in shown if one.state not in (*_NEW, *_BACK)], "more": max(0, len(ours) - MOST),
        "elsewhere": lines(asker, reading.followed_by(organisation), house),
        "ended": lines(asker, reading.ended_at(organisation, since=house.now - LOOKED_BACK), house),
    }  # fmt: skip
    page = {"here": "care-referrals", "organisation": organisation, "group": asker.role.value == Role.GROUP_WORKER.value}
    return render(request, "care/referral/to_us.html", {**page, **given})


@require_safe
def made(request: HttpRequest, organisation: str) -> HttpResponse:
    """What was referred to this organisation by others, what it referred itself, where all of it stands, and what was written back."""
    asker, house = asker_of(request, organisation, Role.RECEPTIONIST, Role.CALL_HANDLER), house_of(request)
    theirs = [*reading.with_turn(organisation), *reading.followed_by(organisation)]
    needing = needing_of(theirs, house)
    given = {
        "to_us": lines(asker, [one for one in theirs if one.made_by != organisation], house, needing),
        "lines": lines(asker, [one for one in theirs if one.made_by == organisation], house, needing),
        "written_back": _messages(asker, organisation),
    }
    return render(request, "care/referral/made.html", {"here": "care-made", "organisation": organisation, **given})


def needing_of(records: Iterable[Referral], house: House) -> dict[str, Attention]:
    """Referral -> why it needs somebody now, for those that do."""
    return {one.reference: one for one in reading.what_waits(records, read_clocks(house.folder), house.now)}


@waits_for(Role.LINK_WORKER, Role.GROUP_WORKER, Role.RECEPTIONIST)
def new_and_late(request: HttpRequest, asker: Asker) -> list[Waits]:
    """How many referrals wait for an answer, came back, or are late. Nobody's name is on the desk."""
    house, ours = house_of(request), reading.with_turn(asker.organisation)
    needing = needing_of(ours, house)
    route = "care-made" if asker.role.value == Role.RECEPTIONIST.value else "care-referrals"
    address = reverse(route, kwargs={"organisation": asker.organisation})
    found = (
        ([one for one in ours if one.state in _NEW], "to answer", "Accept or decline"),
        ([one for one in ours if one.state in _BACK], "that came back", "Find somebody else, or end with an outcome"),
        ([one for one in ours if one.state not in (*_NEW, *_BACK) and one.reference in needing], "to move on", "Do the next step"),
    )
    return [_waits(records, needing, f"{_count(records)} {what}", what=do, address=address) for records, what, do in found if records]


def _waits(records: Sequence[Referral], needing: dict[str, Attention], title: str, *, what: str, address: str) -> Waits:
    late = [needing[one.reference].due for one in records if one.reference in needing]
    return Waits(title=title, what=what, address=address, due=min(late).date() if late else None, late=bool(late))


def _count(records: Sequence[Referral]) -> str:
    return "1 referral" if len(records) == 1 else f"{len(records)} referrals"


def _messages(asker: Asker, organisation: str) -> list[tuple]:
    """What was written back, with the referral it is about; only about people whom the asker may read."""
    sent = reading.messages_to(organisation)[:MOST]
    about = {one.reference: one for one in Referral.objects.filter(pk__in={one.referral for one in sent})}
    open_ones = may_read(asker, list(about.values()), What.REFERRALS)
    return [(one, about[one.referral]) for one in sent if one.referral in open_ones]
