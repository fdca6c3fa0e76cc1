"""Pages of the administrator: every account, one account, and what can be done with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.ledger.records import Act
from wholeplace.publish import wording
from wholeplace.terms import DataProblem
from wholeplace.web.access import Role
from wholeplace.web.accounts.desk import AccountTold, given_accounts, told
from wholeplace.web.accounts.giving import close_account, end_role, give_role, open_account, register_sign_on
from wholeplace.web.accounts.links import new_link
from wholeplace.web.accounts.log import lines_about
from wholeplace.web.accounts.models import RoleHeld
from wholeplace.web.accounts.page_forms import AccountForm, EndForm, RoleForm, SubjectForm
from wholeplace.web.accounts.single_sign_on import sign_ons
from wholeplace.web.house import ENGLAND, House, house_of
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted
from wholeplace.web.who import act

HERE = "accounts"


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account: open ones first, with the roles they hold today."""
    house = house_of(request)
    every = sorted((told(one) for one in given_accounts()), key=lambda one: (not one.open, one.username))
    listed = [(one, [role for role in one.roles if _holds(role, house)], _organisation(house, one)) for one in every]
    return render(request, "accounts/accounts.html", {"here": HERE, "accounts": listed, "bodies": _bodies(house)})


@require_safe
def account(request: HttpRequest, account: str) -> HttpResponse:
    """One account: its roles, how it signs in, and everything that was done with it."""
    house, record = house_of(request), get_object_or_404(given_accounts(), username=account)
    one = told(record)
    given = {
        "account": one, "organisation": _organisation(house, one), "bodies": _bodies(house), "sign_on_titles": sign_ons(),
        "roles": [(role, _holds(role, house)) for role in one.roles], "told": lines_about(record, *record.roles_held.all()),
    }  # fmt: skip
    return render(request, "accounts/account.html", {"here": HERE, **given})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Give somebody an account."""
    house = house_of(request)
    form = AccountForm(*posted(request), place=house.place, day=house.today)
    words = ("The account opens nothing until you give it a role. Then make a sign-in link and hand it over yourself: nothing is sent.",)
    sheet = Sheet(title="Give somebody an account", button="Make the account", back=reverse("accounts"), words=words, here=HERE)

    def do() -> Done:
        given = {name: form.cleaned_data[name] for name in ("username", "name", "organisation")}
        made = open_account(house, _act(request, "account opened"), **given)
        return Done(f"{made.username} has an account. Give it a role next.", reverse("account", args=[made.username]))

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, account: str) -> HttpResponse:
    """Give an account a role."""
    house, record = house_of(request), get_object_or_404(given_accounts(), username=account)
    form = RoleForm(*posted(request), initial={"since": house.today}, house=house)
    back = reverse("account", args=[account])
    sheet = Sheet(title=f"Give {account} a role", button="Give the role", back=back, here=HERE)

    def do() -> Done:
        held = give_role(house, _act(request, "role given"), record, form.asked())
        where = _bodies(house).get(held.body, "")
        return Done(f"{account} is now {held.role}{f' at {where}' if where else ''}.", back)

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, account: str, role: str) -> HttpResponse:
    """End a role, today or from a day on."""
    house, held = house_of(request), get_object_or_404(RoleHeld, reference=role, account_id=account)
    form = EndForm(*posted(request), initial={"until": house.today, "version": held.version})
    back = reverse("account", args=[account])
    where = _bodies(house).get(held.body, held.body) or "the whole place"
    sheet = Sheet(title=f"End: {account} as {held.role} of {where}", button="End the role", back=back, here=HERE)

    def do() -> Done:
        held.version = form.cleaned_data["version"]
        end_role(house, _act(request, "role ended"), held, form.cleaned_data["until"])
        last = wording.day_in_words(held.until or house.today)
        return Done(f"{account} does not hold this role from {last} on.", back)

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, account: str) -> HttpResponse:
    """Close an account for good."""
    house, record = house_of(request), get_object_or_404(given_accounts(), username=account)
    form = KeptForm(*posted(request), initial={"version": record.version})
    back = reverse("account", args=[account])
    words = (
        "Nobody signs in with it any more, and whoever is signed in with it now is signed out. What it did stays on record.",
        "It cannot be opened again. The user name is not given to anybody else.",
    )
    sheet = Sheet(title=f"Close the account {account}", button="Close the account", back=back, words=words, here=HERE)

    def do() -> Done:
        record.version = form.cleaned_data["version"]
        close_account(house, _act(request, "account closed"), record)
        return Done(f"{account} is closed.", back)

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, account: str) -> HttpResponse:
    """Make a one-time sign-in link. It is shown once, on the answer to the form, and kept nowhere."""
    record = get_object_or_404(given_accounts(), username=account)
    given: dict[str, Any] = {"here": HERE, "account": account, "link": None, "letters": ()}
    if request.method == "POST":
        try:
            made = new_link(_act(request, "sign-in link made"), record, at=request.build_absolute_uri("/"))
        except DataProblem as problem:
            given["letters"] = problem.problems
        else:
            given |= {"link": made, "until": made.until.astimezone(ENGLAND)}
    return render(request, "accounts/link.html", given)


@require_http_methods(["GET", "POST"])
def sign_on(request: HttpRequest, account: str) -> HttpResponse:
    """Register who somebody is at a single sign-on, or take it away."""
    record = get_object_or_404(given_accounts(), username=account)
    form = SubjectForm(*posted(request), initial={"version": record.version}, providers=sign_ons())
    back = reverse("account", args=[account])
    words = () if sign_ons() else ("No single sign-on is set up here. Whoever runs this door names one in the sign-on file.",)
    sheet = Sheet(title=f"How {account} comes in by single sign-on", button="Keep it", back=back, words=words, here=HERE)

    def do() -> Done:
        given = form.cleaned_data
        record.version = given["version"]
        event = "single sign-on registered" if given["subject"] else "single sign-on taken away"
        made = {"provider": given["provider"], "subject": given["subject"], "providers": sign_ons()}
        register_sign_on(_act(request, event), record, **made)
        return Done(f"{event.capitalize()} for {account}.", back)

    return fill(request, form, sheet, do)


def _act(request: HttpRequest, event: str) -> Act:
    return act(request, event, acting_as=Role.ADMINISTRATOR)


def _holds(role: Any, house: House) -> bool:
    return role.since <= house.today and (role.until is None or house.today < role.until)


def _organisation(house: House, one: AccountTold) -> str:
    return next((held.name for held in house.place.organisations if held.code == one.organisation), one.organisation)


def _bodies(house: House) -> dict[str, str]:
    """What the place where a role is held is called: a body, or an organisation by its code."""
    return {one.code: one.name for one in house.place.organisations} | {body.name: body.title for body in house.agreement.bodies}
