"""A resident's own referrals: where each stands in plain words, how to ask for one, and how to say that one is not wanted any more."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.publish import wording
from wholeplace.service.access import Doing, What
from wholeplace.service.directory.words import needs
from wholeplace.service.records.access.audit import look, look_at_each
from wholeplace.service.records.access.consents import ConsentAsked
from wholeplace.service.records.persons.models import Person
from wholeplace.service.records.referral import doing, reading
from wholeplace.service.records.referral.models import Referral, TriageRun
from wholeplace.service.records.referral.shapes import life_of
from wholeplace.service.referral import RESIDENT, Asked, Event, Outcome, Source, State, possible, said
from wholeplace.service.referral.triage import Answered
from wholeplace.web.care.referral.forms import ALWAYS, LASTS, SHARES
from wholeplace.web.care.referral.seen import called, colour_of
from wholeplace.web.care.referral.taking import Taker, takers
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.filling import Done, KeptForm, Sheet, fill, posted
from wholeplace.web.resident.rooms import Next, add_room, tells_what_is_next
from wholeplace.web.resident.who import Signed, signed_resident

add_room("Referrals", "my-referrals")


class AskForm(KeptForm):
    """What somebody asks for themselves, or for whom they act for."""

    to = forms.ChoiceField(label="Whom do you want to ask?")
    why = forms.CharField(
        label="What would you like?", widget=forms.Textarea, max_length=4000, help_text="In your own words. A sentence is enough."
    )
    need = forms.ChoiceField(label="What is it about?", required=False)
    agreed = forms.BooleanField(label="They may see my name, how to reach me, and what I wrote here", required=False)
    shares = forms.MultipleChoiceField(label="They may also see", choices=SHARES[:1], widget=forms.CheckboxSelectMultiple, required=False)
    tell_practice = forms.BooleanField(label="Tell my GP practice what comes of it", required=False)

    def __init__(self, *given: Any, to: Sequence[Taker], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["to"].choices = [("", "Choose one"), *((one.code, one.name) for one in to)]  # type: ignore[attr-defined]
        self.fields["need"].choices = [("", "None of these"), *((one, one) for one in needs())]  # type: ignore[attr-defined]

    def clean_agreed(self) -> bool:
        """Nobody can help somebody whose name they may not see."""
        if not self.cleaned_data["agreed"]:
            raise forms.ValidationError("Tick this, or they cannot help you.")
        return True


class EndForm(KeptForm):
    """Why it is not wanted any more."""

    words = forms.CharField(label="Would you like to say why?", widget=forms.Textarea, required=False, max_length=1000)


@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Every referral of the person, and where it stands."""
    signed, house = signed_resident(request), house_of(request)
    look(signed.asker, signed.person, What.REFERRALS)
    rows = [(one, in_words(one, house), colour_of(one.state)) for one in _theirs(signed)]
    return render(request, "resident/referral/referrals.html", {"here": "my-referrals", "rows": rows})


@require_safe
def referral(request: HttpRequest, referral: str) -> HttpResponse:
    """One referral: where it stands, what happened, and what can be done."""
    signed, house = signed_resident(request), house_of(request)
    record = _own(signed, referral)
    story = reading.story_of(record)
    given = {
        "asks_again": record.turn == RESIDENT and record.state in (State.DECLINED.value, State.RETURNED.value),
        "record": record, "words": in_words(record, house), "colour": colour_of(record.state), "story": story, "said": said,
        "steps": [(one, _DID[Event(one.event)], called(house, one.by), called(house, one.to) if one.to else "") for one in story.steps],
        "may_end": Event.END_WITHOUT_HELP in possible(life_of(record), RESIDENT),
    }  # fmt: skip
    return render(request, "resident/referral/referral.html", {"here": "my-referrals", **given})


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for help for oneself. What was answered in the online triage goes with it, so that nobody asks twice."""
    signed, house = signed_resident(request), house_of(request)
    look(signed.asker, signed.person, What.REFERRALS, doing=_doing(request))
    before = next((one for one in _theirs(signed) if one.reference == request.GET.get("again", "")), None)
    run = _triage_of(signed, before.triage if before else request.GET.get("triage", ""))
    to = takers(house)
    initial = {"to": request.GET.get("to", ""), "why": _hoped(run)}
    if before:
        initial |= {"why": before.why, "need": next(iter(before.needs), ""), "tell_practice": bool(before.practice)}
    form = AskForm(*posted(request), initial=initial, to=to)
    words = ("What you answered before goes with it. Nobody will ask you the same again.",) if run else ()
    more = {"frame": "resident/frame.html"}
    sheet = Sheet(
        title="Ask for help", button="Send it", back=reverse("my-referrals"), words=words, here="my-referrals", public=False, more=more
    )

    def do() -> Done:
        made = doing.refer(_wanted(form.cleaned_data, signed, run), signed.act("asked for help"), who="The person")
        return Done("It is sent. You see here when they answer.", reverse("my-referral", kwargs={"referral": made.reference}))

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, referral: str) -> HttpResponse:
    """Say that a referral is not wanted any more."""
    signed = signed_resident(request)
    record = _own(signed, referral, doing=_doing(request))
    form = EndForm(*posted(request), initial={"version": record.version})
    back = reverse("my-referral", kwargs={"referral": referral})
    words = ("Whoever has it is told. You can always ask again.",)
    sheet = Sheet(
        title="I do not want this any more", button="End it", back=back, words=words, here="my-referrals", public=False,
        more={"frame": "resident/frame.html"},
    )  # fmt: skip

    def do() -> Done:
        given = form.cleaned_data
        why = given["words"].strip() or "The person said so on their own page."
        outcome = Outcome(kind="did not want it", words=why)
        asked = Asked(event=Event.END_WITHOUT_HELP, by=RESIDENT, at=signed.asker.at, outcome=outcome)
        doing.do(record.reference, asked, signed.act(asked.event.value), version=given["version"], who="The person")
        return Done("It is ended.", back)

    return fill(request, form, sheet, do)


@tells_what_is_next
def going_on(request: HttpRequest, signed: Signed) -> list[Next]:
    """Referrals that go on, in a sentence each."""
    if not look_at_each(signed.asker, [signed.person], What.REFERRALS)[signed.person].allowed:
        return []
    house = house_of(request)
    live = [one for one in _theirs(signed) if not one.outcome_kind]
    return [
        Next(title=_about(one), words=in_words(one, house), address=reverse("my-referral", kwargs={"referral": one.reference}))
        for one in live
    ]


def in_words(record: Referral, house: House) -> str:
    """Where a referral stands, as one would tell the person."""
    turn = called(house, record.turn)
    turn = f"{turn[0].upper()}{turn[1:]}"
    before = called(house, record.chain[-2]) if len(record.chain) > 1 else turn
    if record.turn == RESIDENT and record.state in (State.DECLINED.value, State.RETURNED.value):
        return "They cannot help. You can ask somebody else here, or a coordinator will call you."
    return {
        State.DRAFTED: "It is written down and not sent yet.",
        State.SENT: f"It was sent to {turn}. They have not answered yet.",
        State.RECEIVED: f"{turn} has it and will answer soon.",
        State.ACCEPTED: f"{turn} will help. They will be in touch.",
        State.DECLINED: f"They cannot help. {turn} is looking for something else.",
        State.WAITING: f"It is on the waiting list of {turn}.",
        State.IN_PROGRESS: f"{turn} is helping.",
        State.HANDED_OVER: f"{before} asked {turn} to help. They have not answered yet.",
        State.RETURNED: f"It came back to {turn}, who looks into it.",
        State.REOPENED: f"It was opened again. {turn} will answer soon.",
        State.COMPLETED: f"It is completed. {said(record.outcome_kind)}",
        State.ENDED_WITHOUT_HELP: f"It has ended. {said(record.outcome_kind)}",
        State.ENTERED_IN_ERROR: "It was made by mistake. Nothing follows from it.",
    }[State(record.state)]


def _theirs(signed: Signed) -> list[Referral]:
    """All of them; who has not proven who they are sees those that were made on this page only."""
    every = reading.referrals_of(signed.person)
    return [one for one in every if signed.fully or one.made_by == RESIDENT]


def _own(signed: Signed, reference: str, *, doing: Doing = Doing.READ) -> Referral:
    look(signed.asker, signed.person, What.REFERRALS, doing=doing, referral=reference[:80])
    found = next((one for one in _theirs(signed) if one.reference == reference), None)
    if found is None:
        raise Http404
    return found


def _wanted(given: dict[str, Any], signed: Signed, run: TriageRun | None) -> doing.Wanted:
    person = Person.objects.get(pk=signed.person)
    shares = tuple(What(word) for word in given["shares"])
    consent = ConsentAsked(
        person=signed.person, organisation=given["to"], referral="", what=(*ALWAYS, *shares), until=signed.asker.at.date() + LASTS,
        given_by=signed.own, how="on their own page",
    )  # fmt: skip
    answered = tuple(Answered(id=one["id"], asks=one["asks"], said=one["said"]) for one in run.answers) if run else ()
    return doing.Wanted(
        person=signed.person, source=Source.CARER if signed.acting else Source.RESIDENT, made_by=RESIDENT, to=given["to"], why=given["why"],
        needs=(given["need"],) if given["need"] else (), practice=person.registered_at if given["tell_practice"] else "", consent=consent,
        triage=run.reference if run else "", answered=answered,
    )  # fmt: skip


def _triage_of(signed: Signed, reference: str) -> TriageRun | None:
    return reading.triage_of(signed.person, reference) if reference else None


def _hoped(run: TriageRun | None) -> str:
    """What they would like, as they answered it already."""
    return next((one["said"] for one in run.answers if one["id"] == "what"), "") if run else ""


def _about(record: Referral) -> str:
    return ", ".join(record.needs) or f"Referral of {wording.day_in_words(record.made_at.date())}"


_DID = {
    Event.SEND: "sent it to", Event.RECEIVE: "received it", Event.ACCEPT: "said yes", Event.DECLINE: "said no",
    Event.WAIT: "put it on the waiting list", Event.START: "began", Event.HAND_OVER: "asked somebody else:",
    Event.RETURN: "sent it back", Event.TAKE_BACK: "took it back", Event.COMPLETE: "completed it", Event.END_WITHOUT_HELP: "ended it",
    Event.REOPEN: "opened it again", Event.MARK_AS_ERROR: "said that it was made by mistake",
}  # fmt: skip
"""What an organisation did, between its name and that of the one it went to."""


def _doing(request: HttpRequest) -> Doing:
    return Doing.WRITE if request.method == "POST" else Doing.READ
