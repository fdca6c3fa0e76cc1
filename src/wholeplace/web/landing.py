"""Where somebody who signed in begins: on their own pages, at the desk of their partner's work, or at the desk where they serve people."""

from typing import Any

from django.http import HttpRequest

from wholeplace.web.access import CARE_ROLES, EVERY_ROLE, Role
from wholeplace.web.accounts.asked import RESIDENTS
from wholeplace.web.house import house_of
from wholeplace.web.who import held_by

PARTNERS, CARE, MY, ACCOUNTS = "/partners/", "/care/", "/my/", "/partners/accounts/"


def landing_of(request: HttpRequest) -> str:
    """The address of the first page of whoever is signed in, or just signing in. Who holds roles of both desks begins at the partners'."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return "/"
    house = house_of(request)
    if user.username.startswith(RESIDENTS):
        return MY
    held = {one.role for one in held_by(user) if one.holds(house.today)}
    if held & CARE_ROLES and not (held & EVERY_ROLE and house.open_to_partners):
        return CARE
    if Role.ADMINISTRATOR in held and not house.open_to_partners:
        return ACCOUNTS
    return PARTNERS if house.open_to_partners else CARE
