"""How pages of the doors are made: the same templates as a release, and what each of them needs to know."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from jinja2 import Environment

from wholeplace.publish.pages.jinja import over
from wholeplace.web.access import ALSO_WITHOUT_PARTNERS
from wholeplace.web.accounts.single_sign_on import residents_sign_ons, sign_ons
from wholeplace.web.care.rooms import here_of, rooms_at
from wholeplace.web.forms import choices, day_items
from wholeplace.web.house import ENGLAND, House, house_of
from wholeplace.web.landing import landing_of
from wholeplace.web.resident.rooms import rooms_for
from wholeplace.web.resident.who import name_of, resident_of
from wholeplace.web.settings import TEMPLATES
from wholeplace.web.spoken import capfirst, spoken
from wholeplace.web.who import may_use, person_of


def environment(**_: Any) -> Environment:
    """The release's own templates with ours before them, for Django's Jinja2 backend."""
    made = over(TEMPLATES)
    made.filters |= {"spoken": spoken, "capfirst": capfirst}
    made.globals |= {"url": _url, "choices": choices, "day_items": day_items, "in_a_sentence": _in_a_sentence}
    made.globals |= {"in_england": lambda at: at.astimezone(ENGLAND)}
    return made


def of_the_door(request: HttpRequest) -> dict[str, Any]:
    """What every page of a door shows: the place's name, who is signed in, and which rooms that person may enter. A page that is nobody's
    own shows the name alone."""
    house: House = request.META["wholeplace.house"]
    if not hasattr(request, "user"):
        return {"place": house.name}
    told = {"sign_ons": sign_ons().items(), "residents_sign_ons": residents_sign_ons().items(), "messages": get_messages(request)}
    told |= {"called": house.called, "called_all": lambda codes: [house.called(code) for code in codes]}
    person = person_of(request)
    own = {"place": house.name, "person": person, "rooms": rooms_of(request), "home": landing_of(request), **told}
    return own | _of_the_front_door(request)


def _of_the_front_door(request: HttpRequest) -> dict[str, Any]:
    """What pages for residents, and for those who serve them, show beside that."""
    if request.path_info.startswith("/my/"):
        signed = resident_of(request)
        acting_for = name_of(signed.person) if signed and signed.acting else ""
        own = {"signed": signed, "acting_for": acting_for, "signed_in_as": name_of(signed.own) if signed and signed.fully else ""}
        return {"home": "/my/", "rooms": [], "my_rooms": rooms_for(signed) if signed else [], **own}
    if request.path_info.startswith("/care/"):
        here = here_of(request)
        return {"home": "/care/", "rooms": [("My desk", "care")], "care_here": here, "care_rooms": rooms_at(request, here) if here else []}
    return {}


def rooms_of(request: HttpRequest) -> list[tuple[str, str]]:
    """The rooms that whoever asks may enter: title and route. None before they have shown a second factor."""
    person, house = person_of(request), house_of(request)
    here = [room for room in ROOMS if house.open_to_partners or room[1] in ALSO_WITHOUT_PARTNERS]
    return [room for room in here if person and person.proven and may_use(person, room[1], house.today)]


def rooms_beside(request: HttpRequest, here: str) -> list[tuple[str, str]]:
    """Title and address of the other rooms, for pages that are made without a frame of the partner door."""
    if not house_of(request).open_to_partners:
        return []
    return [(title, reverse(route)) for title, route in rooms_of(request) if route != here]


ROOMS = (
    ("My desk", "partners"), ("Matters", "matters"), ("Decisions", "decisions"), ("Who decides", "bodies"),
    ("Plan", "plan"), ("Money", "funds"), ("Choosing", "choosing"), ("Meetings", "meetings"), ("Scrutiny", "scrutiny"),
    ("You said, we did", "engagement"), ("What if", "what-if"), ("Accounts", "accounts"),
    ("Log", "log"),
)  # fmt: skip
"""The rooms of the partner door, in the order of its menu: title, route."""


def _url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def _in_a_sentence(text: str) -> str:
    """A text that may begin with "The", as it stands in the middle of a sentence."""
    return f"the {text.removeprefix('The ')}" if text.startswith("The ") else text
