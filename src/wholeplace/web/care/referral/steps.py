"""What people do to a referral, one form for each event."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.records.referral import doing
from wholeplace.service.records.referral.models import Referral
from wholeplace.service.records.referral.shapes import life_of
from wholeplace.service.referral import Asked, Event, Outcome, possible
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.referral.forms import LASTS, step_form
from wholeplace.web.care.referral.one import BUTTONS, ROLES, acts_as, read, slug_of
from wholeplace.web.care.referral.seen import called, doing_of
from wholeplace.web.care.referral.taking import consent_from, takers
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted

_EVENTS = {slug_of(event): event for event in Event}
_TOLD = {
    Event.SEND: "It is sent.", Event.RECEIVE: "It is noted that it came.", Event.ACCEPT: "You have accepted it. The practice is told.",
    Event.DECLINE: "You have declined it. Whoever sent it, and the practice, are told why.", Event.WAIT: "It is on your waiting list.",
    Event.START: "It is noted that you have begun.", Event.HAND_OVER: "It is handed over. It comes back to you if they decline.",
    Event.RETURN: "It went back to who sent it.", Event.TAKE_BACK: "It is yours again.",
    Event.COMPLETE: "The outcome is kept. The practice is told.",
    Event.END_WITHOUT_HELP: "It is ended, and why is kept. The practice is told.",
    Event.REOPEN: "It is open again.", Event.MARK_AS_ERROR: "It is marked as made in error.",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, organisation: str, referral: str, step: str) -> HttpResponse:
    """Do one thing to a referral. What cannot be done as it stands now is told, and nothing typed is lost."""
    asker, house = asker_of(request, organisation, *ROLES), house_of(request)
    if step not in _EVENTS:
        raise Http404
    event, record = _EVENTS[step], read(asker, referral, doing=doing_of(request))
    by = acts_as(asker, life_of(record))
    to = takers(house, but=record.turn)
    form_of = step_form(event, [(one.code, one.name) for one in to])
    initial = {"version": record.version, "until": house.today + LASTS, "to": request.GET.get("to", "")}
    form = form_of(*posted(request), initial=initial)

    def do() -> Done:
        given = form.cleaned_data
        voluntary = any(one.voluntary for one in to if one.code == given.get("to"))
        asked = Asked(
            event=event, by=by, at=house.now, reason=given.get("reason", ""), words=given.get("words", ""), to=given.get("to", ""),
            voluntary=voluntary, outcome=_outcome(given),
        )  # fmt: skip
        consent = consent_from(given, person=record.person, organisation=asked.to, referral=record.reference) if asked.to else None
        act = act_of(asker, event.value)
        doing.do(record.reference, asked, act, version=given["version"], who=called(house, by), consent=consent)
        return Done(_TOLD[event], _back(organisation, referral))

    return fill(request, form, _sheet(event, record, by, house, _back(organisation, referral)), do)


def _sheet(event: Event, record: Referral, by: str, house: House, back: str) -> Sheet:
    may = event in possible(life_of(record), by)
    words = (
        ()
        if may
        else (f"This cannot be done at the moment: the referral is {record.state}, and it is the turn of {called(house, record.turn)}.",)
    )
    return Sheet(
        title=BUTTONS[event],
        button=BUTTONS[event],
        back=back,
        words=words,
        here="care-referrals",
        public=False,
        template="care/referral/step.html",
    )


def _outcome(given: dict) -> Outcome | None:
    if "outcome" not in given:
        return None
    return Outcome(kind=given["outcome"], words=given["words"].strip(), helped=given.get("helped", ""))


def _back(organisation: str, referral: str) -> str:
    return reverse("care-referral", kwargs={"organisation": organisation, "referral": referral})
