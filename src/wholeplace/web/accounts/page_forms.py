"""Forms of the administrator: an account, a role, its end, a subject at a single sign-on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from wholeplace.place import Place, organisations_on
from wholeplace.web.access import CARE_ROLES, Role
from wholeplace.web.accounts.asked import WHOLE_PLACE_ONLY, RoleAsked
from wholeplace.web.forms import DayField
from wholeplace.web.house import House
from wholeplace.web.partner.filling import KeptForm

WHAT_THEY_DO: Mapping[Role, str] = {
    Role.OFFICER: "describes matters, writes proposals, keeps actions",
    Role.CLERK: "gives notice, keeps agendas, votes and the register",
    Role.MEMBER: "sits in a body and votes by a seat",
    Role.SCRUTINY: "calls in, recommends, releases or sends back",
    Role.PLANNER: "asks what if",
    Role.AUDITOR: "reads everything, the log included",
    Role.ADMINISTRATOR: "gives accounts and roles",
    Role.CALL_HANDLER: "books and refers for whoever calls 111",
    Role.RECEPTIONIST: "releases a practice's slots and sees who comes",
    Role.LINK_WORKER: "takes referrals and sees them to their end",
    Role.GROUP_WORKER: "keeps a group's listing and says who came",
    Role.COORDINATOR: "sees what waits and what failed between organisations",
    Role.PRIVACY_OFFICER: "sees who looked at whose record at an organisation",
}


OF_EVERY_PLACE = (Role.ADMINISTRATOR, Role.AUDITOR)
"""Roles that a place needs that has only the front door."""


class AccountForm(KeptForm):
    """Who gets an account, and which partner answers for it."""

    username = forms.CharField(
        label="User name", max_length=40, help_text="What they sign in with, such as sam.reed. It never changes and is never given twice."
    )
    name = forms.CharField(label="What they are called", max_length=120)
    organisation = forms.ChoiceField(label="The partner that answers for the account", help_text="It changes nothing in what they may do.")

    def __init__(self, *args: Any, place: Place, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = sorted(organisations_on(place, day), key=lambda one: one.name)
        self.fields["organisation"].choices = [("", "Choose one"), *((one.code, one.name) for one in standing)]  # type: ignore[attr-defined]


class RoleForm(KeptForm):
    """Which role, where, and from when until when."""

    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    body = forms.ChoiceField(
        label="Where", required=False,
        help_text="Administrators are always administrators of the whole place. Who serves residents does so at one organisation.",
    )  # fmt: skip
    seat = forms.ChoiceField(label="Seat", required=False, help_text="For members only: the seat by which they vote.")
    since = DayField(label="From")
    until = DayField(label="Until", required=False, help_text="The first day on which they do not hold it any more.")

    def __init__(self, *args: Any, house: House, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = house.agreement.bodies if house.open_to_partners else ()
        seats = [(f"{body.name}|{seat.name}", f"{body.title}: {seat.name}") for body in held for seat in body.seats]
        bodies = [(body.name, body.title) for body in held]
        roles = [role for role in WHAT_THEY_DO if house.open_to_residents or role not in CARE_ROLES]
        roles = [role for role in roles if house.open_to_partners or role in (*CARE_ROLES, *OF_EVERY_PLACE)]
        self.fields["role"].choices = [(role.value, f"{role.value}: {WHAT_THEY_DO[role]}") for role in roles]  # type: ignore[attr-defined]
        self.fields["body"].choices = [("", "The whole place"), *bodies, *_organisations(house)]  # type: ignore[attr-defined]
        self.fields["seat"].choices = [("", "No seat"), *seats]  # type: ignore[attr-defined]
        if not seats:
            self.fields["seat"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A seat belongs to its body."""
        given = super().clean() or {}
        body, _, seat = given.get("seat", "").partition("|")
        if seat and given.get("body") not in ("", body):
            self.add_error("seat", "This seat is of another body than the one you chose.")
        return given

    def asked(self) -> RoleAsked:
        """The role as it was asked for. A seat alone says which body."""
        given = self.cleaned_data
        body, _, seat = given["seat"].partition("|")
        whole = given["role"] in WHOLE_PLACE_ONLY
        return RoleAsked(
            role=given["role"], body="" if whole else given["body"] or body, seat=seat, since=given["since"], until=given["until"]
        )


class EndForm(KeptForm):
    """From which day on a role is not held any more."""

    until = DayField(label="The first day without it")


class SubjectForm(KeptForm):
    """Who somebody is at a single sign-on."""

    provider = forms.ChoiceField(label="Single sign-on")
    subject = forms.CharField(
        label="Their subject id there", max_length=200, required=False,
        help_text="Whoever runs the sign-on knows it. Whoever comes in unknown is shown their own. Empty: take it away.",
    )  # fmt: skip

    def __init__(self, *args: Any, providers: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = list(providers.items())  # type: ignore[attr-defined]


def _organisations(house: House) -> list[tuple[str, str]]:
    """Where a role of the care door may be held: nowhere while the front door is shut."""
    standing = organisations_on(house.place, house.today) if house.open_to_residents else ()
    return sorted(((str(one.code), one.name) for one in standing), key=lambda one: one[1])
