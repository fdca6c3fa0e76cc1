"""What the pages of meetings look up: the body of a meeting, its rules, who may own things, which decisions may be on an agenda."""

from functools import lru_cache

from django.http import Http404, HttpRequest

from wholeplace.agreement.bodies import Body
from wholeplace.agreement.meetings import PublicationRules, publication_rules_of
from wholeplace.agreement.records.decisions.models import Decision
from wholeplace.agreement.records.meetings.doing import Held
from wholeplace.agreement.records.meetings.models import Meeting
from wholeplace.publish import wording
from wholeplace.web.house import AGREEMENT, House, last_changed
from wholeplace.web.partner.plan import release_of
from wholeplace.web.partner.plan_forms import owners_of
from wholeplace.web.partner.planned import whole_of


def held_by(house: House) -> Held:
    """Who sits where, and what must be published when."""
    return Held(agreement=house.agreement, rules=_rules(house, last_changed(house.folder, house.folder / AGREEMENT)))


def body_or_404(house: House, name: str) -> Body:
    """The body of that name."""
    body = house.agreement.body(name)
    if body is None:
        raise Http404
    return body


def readings_for(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, title) of the readings of the latest release, each once."""
    return list({one.name: one.title for one in release_of(request).readings()}.items())


def owners(house: House) -> list[tuple[str, str]]:
    """Who may own an action or bring an item."""
    return owners_of(whole_of(house))


def decisions_of(body: str) -> list[tuple[str, str]]:
    """(reference, words) of the decisions of a body, the newest first."""
    found = Decision.objects.filter(body=body).order_by("-year", "-number")
    return [(one.reference, f"{one.reference}: {one.title}, {one.state}") for one in found]


def matters_of(house: House) -> list[str]:
    """The kinds of matter that a power of the place covers."""
    return sorted({matter for power in house.agreement.powers for matter in power.matters})


def words_of(meeting: Meeting, house: House) -> str:
    """A meeting in words: its body and day."""
    body = house.agreement.body(meeting.body)
    return f"{body.title if body else meeting.body}, {wording.day_in_words(meeting.on)}"


@lru_cache(maxsize=4)
def _rules(house: House, changed: int) -> PublicationRules:  # noqa: ARG001  `changed` is part of the key
    return publication_rules_of(house.place)
