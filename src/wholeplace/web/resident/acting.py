"""Who may act for me, and for whom I act."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholeplace.ledger.records.keeping import note
from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.books import PERSONS
from wholeplace.service.records.persons.joining import person_of
from wholeplace.service.records.persons.models import Person, Proxy, Resident
from wholeplace.service.records.persons.proxies import PARTS, ProxyAsked, end_acting, let_act, proxies_for
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem
from wholeplace.web.forms import DayField
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted
from wholeplace.web.resident.rooms import add_room
from wholeplace.web.resident.who import ACTING_FOR, FULLY, name_of, proxies_of, signed_resident

add_room("Acting for others", "my-acting")

MAY = {
    What.BOOKINGS: "See, make and cancel bookings", What.REFERRALS: "See and make referrals", What.ABOUT_ME: "Read and write About Me",
    What.TRIAGE: "Answer questions about feeling unwell", What.DETAILS: "See name, address and phone", What.CARE_TEAM: "See the care team",
    What.LOOKED_AT: "See who looked at the record",
}  # fmt: skip


class LetForm(KeptForm):
    """Who may act, and what they may do."""

    username = forms.CharField(
        label="Their user name here", max_length=40, help_text="It begins with resident-. They see it on their own page Acting for others."
    )
    born = DayField(label="The day they were born")
    relationship = forms.CharField(label="Who they are to you", max_length=60, help_text="Such as daughter, husband, neighbour.")
    scope = forms.MultipleChoiceField(
        label="What may they do for you?", widget=forms.CheckboxSelectMultiple, choices=[(part.value, MAY[part]) for part in PARTS]
    )
    until = DayField(label="Until", help_text="The first day on which they may not any more. At most three years from now.")


@require_safe
def acting(request: HttpRequest) -> HttpResponse:
    """Both directions on one page. About oneself, whoever one acts for at the moment."""
    signed, day = signed_resident(request), house_of(request).today
    mine = [(one, name_of(one.person), _words(one)) for one in proxies_of(signed.own, request)] if signed.fully else []
    theirs = [(one, name_of(one.acts), _words(one)) for one in proxies_for(signed.own, day)] if signed.fully else []
    return render(request, "resident/acting.html", {"here": "my-acting", "mine": mine, "theirs": theirs})


@require_http_methods(["GET", "POST"])
def let(request: HttpRequest) -> HttpResponse:
    """Let somebody act."""
    signed = signed_resident(request)
    form = LetForm(*posted(request))
    back = reverse("my-acting")
    words = ("They sign in as themselves. You see everything they do, and you can end it at any time.",)
    sheet = Sheet(
        title="Let somebody act for you", button="Let them act for me", back=back, words=words, here="my-acting", public=False,
        more={"frame": "resident/frame.html"},
    )  # fmt: skip

    def do() -> Done:
        _themselves(request)
        given = form.cleaned_data
        asked = ProxyAsked(
            person=signed.own, acts=one_who_acts(given["username"].strip().lower(), given["born"]), relationship=given["relationship"],
            scope=tuple(What(word) for word in given["scope"]), until=given["until"],
        )  # fmt: skip
        let_act(signed.act("let somebody act"), asked)
        return Done("They may act for you from now on.", back)

    return fill(request, form, sheet, do)


@require_POST
def end(request: HttpRequest, proxy: str) -> HttpResponse:
    """End it: whoever let somebody act, or whoever acts."""
    signed = signed_resident(request)
    record: Any = Proxy.objects.filter(pk=proxy).first()
    if record is None or signed.own not in (record.person, record.acts):
        raise Http404
    if record in (*proxies_for(signed.own, house_of(request).today), *proxies_of(signed.own, request)):
        who = "the person" if signed.own == record.person else "the one who acted"
        end_acting(signed.act("acting ended"), record, because=f"ended by {who}")
    messages.success(request, "It is ended.")
    return HttpResponseRedirect(reverse("my-acting"))


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Choose for whom the pages are: somebody who lets them, or (with nothing) themselves. Each choice is noted."""
    signed = signed_resident(request)
    chosen = person_of(request.POST.get("person", ""))
    request.session.pop(ACTING_FOR, None)
    if chosen and chosen != signed.own:
        mine = [one.person for one in proxies_of(signed.own, request)] if signed.fully else []
        if chosen not in mine:
            raise Http404
        in_turn(lambda: note(signed.act("acts for them now"), kind="access.acting", reference=chosen, content={}, book=PERSONS))
        request.session[ACTING_FOR] = chosen
    return HttpResponseRedirect(reverse("my-home"))


def _themselves(request: HttpRequest) -> None:
    """Consents are a person's own, and only of one who proved who they are."""
    signed = signed_resident(request)
    look(signed.asker, signed.person, What.CONSENTS, doing=Doing.WRITE)
    if not signed.fully:
        problem = Problem(
            where="You", what="We do not know yet that you are who you say you are.", why="Nobody lets another act in a stranger's name.",
            fix="Show your passport or driving licence at your GP practice.",
        )  # fmt: skip
        raise DataProblem("Nobody was let act", [problem])


def one_who_acts(username: str, born: Any) -> str:
    """The person with that user name, born on that day. Both must be right, and a wrong one says nothing about the other."""
    resident = Resident.objects.filter(account=username, until=None, proven__in=FULLY).first()
    person = Person.objects.filter(pk=resident.person, birth_date=born).first() if resident else None
    if person is None:
        problem = Problem(
            where="Who acts", what="Nobody here has this user name and this birth date, or they have not proven who they are.",
            why="Only somebody who signs in as themselves can act for you.", fix="Ask them for both.",
        )  # fmt: skip
        raise DataProblem("Nobody was let act", [problem])
    return person.reference


def _words(proxy: Proxy) -> str:
    """What somebody may do, in the middle of a sentence."""
    may = (MAY[What(word)] for word in proxy.scope if What(word) in MAY)
    return "; ".join(words[0].lower() + words[1:] for words in may)
