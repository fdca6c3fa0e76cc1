"""Online triage, a pilot: one question a page, until somebody is at the right door. It is shut where no clinician has approved it."""

import secrets

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.ledger.records.keeping import keep
from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.persons.joining import person_of
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral.models import TriageRun
from wholeplace.service.records.referral.reading import triage_of
from wholeplace.service.records.turns import in_turn
from wholeplace.service.referral.triage import NOT_KNOWN, EndKind, Questionnaire, Routed, questionnaire_of, route
from wholeplace.terms import DataProblem
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import KeptForm
from wholeplace.web.resident.rooms import add_room
from wholeplace.web.resident.who import Signed, signed_resident

add_room("Find the right help", "my-triage")
SO_FAR = "wholeplace.triage"
"""In the session: for whom, in which edition, and what was answered so far. It goes with the session, and at the end."""


class AnswerForm(KeptForm):
    """One question with its answers, and "I do not know"."""

    question = forms.CharField(widget=forms.HiddenInput)
    said = forms.ChoiceField(label="", widget=forms.RadioSelect)


@require_http_methods(["GET", "POST"])
def triage(request: HttpRequest) -> HttpResponse:
    """The next question, or where the answers lead. Each answer is sent by itself, so that a phone that fails loses nothing."""
    signed, house = signed_resident(request), house_of(request)
    try:
        questionnaire = questionnaire_of(house.folder, house.today)
    except DataProblem:
        questionnaire = None  # whoever keeps the place is told by `wholeplace check`; a resident is told to call
    if questionnaire is None:
        return render(request, "resident/triage/shut.html", {"here": "my-triage"})
    look(signed.asker, signed.person, What.TRIAGE, doing=Doing.WRITE if request.method == "POST" else Doing.READ)
    if request.method == "POST" and "again" in request.POST:
        request.session.pop(SO_FAR, None)
        return HttpResponseRedirect(reverse("my-triage"))
    answers = _so_far(request, signed, questionnaire)
    routed = _routed(request, signed, questionnaire, answers)
    if routed.end is not None:
        return _at_the_end(request, signed, routed)
    return _ask(request, signed, questionnaire, routed, answers)


def _ask(request: HttpRequest, signed: Signed, questionnaire: Questionnaire, routed: Routed, answers: dict[str, str]) -> HttpResponse:
    question = routed.asks
    assert question is not None  # there is no end, so there is a question
    sent = request.POST if request.method == "POST" and request.POST.get("question") == question.id else None
    form = AnswerForm(sent, initial={"question": question.id})
    form.fields["said"].label = question.asks
    form.fields["said"].help_text = question.hint
    form.fields["said"].choices = [(one, one) for one in (*(answer.say for answer in question.answers), NOT_KNOWN)]  # type: ignore[attr-defined]
    if sent is not None and form.is_valid():
        answers = {**answers, question.id: form.cleaned_data["said"]}
        request.session[SO_FAR] = {"for": signed.person, "edition": questionnaire.edition, "answers": answers}
        now = _routed(request, signed, questionnaire, answers)
        if now.end is not None:
            _keep(signed, questionnaire, now)
        return HttpResponseRedirect(reverse("my-triage"))
    given = {"here": "my-triage", "form": form, "questionnaire": questionnaire, "number": len(routed.answered), "letters": ()}
    return render(request, "resident/triage/question.html", given)


def _at_the_end(request: HttpRequest, signed: Signed, routed: Routed) -> HttpResponse:
    end = routed.end
    assert end is not None  # asked for by the caller
    run = triage_of(signed.person)
    onward = {
        EndKind.REFER: (f"{reverse('my-ask')}?triage={run.reference}" if run else reverse("my-ask"), "Ask a link worker"),
        EndKind.FIND: (reverse("find"), "Open the directory"),
        EndKind.BOOK: (f"{reverse('my-book')}?triage={run.reference}" if run else reverse("my-book"), "Choose a time"),
    }.get(end.kind)
    given = {"here": "my-triage", "end": end, "routed": routed, "onward": onward, "urgent": end.kind in (EndKind.EMERGENCY, EndKind.PERSON)}
    return render(request, "resident/triage/end.html", given)


def _so_far(request: HttpRequest, signed: Signed, questionnaire: Questionnaire) -> dict[str, str]:
    """What was answered; nothing where it was about somebody else, or in another edition."""
    kept = request.session.get(SO_FAR) or {}
    same = person_of(kept.get("for", "")) == signed.person and kept.get("edition") == questionnaire.edition
    return dict(kept["answers"]) if same else {}


def _routed(request: HttpRequest, signed: Signed, questionnaire: Questionnaire, answers: dict[str, str]) -> Routed:
    born = Person.objects.filter(pk=signed.person).values_list("birth_date", flat=True).first()
    return route(questionnaire, answers, birth_date=born, today=house_of(request).today)


def _keep(signed: Signed, questionnaire: Questionnaire, routed: Routed) -> None:
    """What was answered and where it led, once it is whole."""
    assert routed.end is not None  # kept at an end only
    run = TriageRun(
        reference=f"triage-{secrets.token_hex(8)}", person=signed.person, questionnaire=questionnaire.name, edition=questionnaire.edition,
        answers=[{"id": one.id, "asks": one.asks, "said": one.said} for one in routed.answered], led_to=routed.end.id, why=routed.why,
        at=signed.asker.at,
    )  # fmt: skip
    in_turn(lambda: keep(run, signed.act("online triage")))
