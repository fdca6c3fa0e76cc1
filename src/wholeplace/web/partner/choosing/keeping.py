"""Pages that change something about choosing: calls, bids, scores, awards."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.agreement.records.funds import doing
from wholeplace.agreement.records.funds.models import Bid, Call, Score
from wholeplace.agreement.records.funds.reading import call_of, criteria_of, options, scores
from wholeplace.terms import Money
from wholeplace.web.access import Role
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.choosing.forms import AwardForm, BidForm, CallForm, ScoreForm
from wholeplace.web.partner.choosing.weighing import ranking_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted
from wholeplace.web.partner.funds.book import funds_of
from wholeplace.web.who import act, person_of

_FORM = require_http_methods(["GET", "POST"])


@_FORM
def new_call(request: HttpRequest, body: str) -> HttpResponse:
    """Make a call for bids as a body."""
    house = house_of(request)
    its = house.agreement.body(body)
    if its is None:
        raise Http404
    form = CallForm(*posted(request), initial={"version": 0, "opens_on": house.today, "least_score": 0}, awards=_awards(house))
    record = Call(body=body)

    def do() -> Done:
        doing.call_for_bids(form.onto(record), funds_of(house), act(request, "call for bids made", acting_as=Role.OFFICER), form.unread())
        return Done("The call for bids is made.", reverse("call", args=[record.reference]))

    sheet = Sheet(title=f"Call for bids: {its.title}", button="Make the call", back=reverse("choosing"), here="choosing")
    return fill(request, form, sheet, do)


@_FORM
def change_call(request: HttpRequest, call: str) -> HttpResponse:
    """Change a call that nobody has bid to."""
    house, record = house_of(request), get_object_or_404(Call, pk=call)
    form = CallForm(*posted(request), initial=CallForm.texts_of(record), awards=_awards(house))
    here = reverse("call", args=[call])

    def do() -> Done:
        doing.call_for_bids(form.onto(record), funds_of(house), act(request, "call changed", acting_as=Role.OFFICER), form.unread())
        return Done("The call was changed.", here)

    return fill(request, form, Sheet(title=f"Change the call: {record.title}", button="Keep the change", back=here, here="choosing"), do)


@_FORM
def new_bid(request: HttpRequest, body: str, to: str) -> HttpResponse:
    """Bid to a call, as an officer of a body."""
    record = get_object_or_404(Call, pk=to)
    form = BidForm(*posted(request), initial={"version": 0})
    here = reverse("call", args=[to])

    def do() -> Done:
        bid = form.onto(Bid(body=body, decided_by=record.body, call=to))
        doing.bid(bid, act(request, "bid made", acting_as=Role.OFFICER))
        return Done(f"The bid “{bid.title}” is made. It can be changed until the call closes.", here)

    return fill(request, form, Sheet(title=f"Bid: {record.title}", button="Make the bid", back=here, here="choosing"), do)


@_FORM
def change_bid(request: HttpRequest, bid: str) -> HttpResponse:
    """Change or withdraw a bid while its call is open."""
    record = get_object_or_404(Bid, pk=bid)
    form = BidForm(*posted(request), initial=BidForm.texts_of(record))
    here = reverse("call", args=[record.call])

    def do() -> Done:
        doing.bid(form.onto(record), act(request, "bid withdrawn" if record.withdrawn_why else "bid changed", acting_as=Role.OFFICER))
        return Done(f"The bid “{record.title}” was {'withdrawn' if record.withdrawn_why else 'changed'}.", here)

    return fill(request, form, Sheet(title=f"Bid: {record.title}", button="Keep the change", back=here, here="choosing"), do)


@_FORM
def score_bid(request: HttpRequest, scored: str) -> HttpResponse:
    """Score a bid as a member of the body that decides it."""
    bid = get_object_or_404(Bid, pk=scored)
    call, person = get_object_or_404(Call, pk=bid.call), person_of(request)
    account = person.account if person else ""
    record = Score.objects.filter(bid=scored, member=account).first() or Score(body=call.body, call=call.pk, bid=scored, member=account)
    criteria = criteria_of(call)
    form = ScoreForm(*posted(request), initial=ScoreForm.texts_of(record), criteria=criteria)
    here = reverse("call", args=[call.pk])

    def do() -> Done:
        doing.score(form.onto(record), act(request, "bid scored", acting_as=Role.MEMBER))
        return Done(f"Your scores of “{bid.title}” are kept. You can change them until the award.", here)

    figures = f"{bid.proposed_by} asks for {Money(bid.cost)} a year, for {bid.people:,} people. {bid.source}"
    words = (figures, "Score by yourself. Others see your scores once every bid is scored by enough members.")
    return fill(request, form, Sheet(title=f"Score: {bid.title}", button="Keep my scores", back=here, words=words, here="choosing"), do)


@_FORM
def award(request: HttpRequest, call: str) -> HttpResponse:
    """Record the awards as the body decided them: they follow from the scores by the call's own rules."""
    house, record = house_of(request), get_object_or_404(Call, pk=call)
    form = AwardForm(*posted(request), initial={"version": record.version, "decided_on": house.today})
    here = reverse("call", args=[call])

    def do() -> Done:
        record.version = form.cleaned_data["version"]
        why = form.cleaned_data["why"]
        kept = act(request, "awards recorded", acting_as=Role.CLERK, why=why)
        given = doing.decide_awards(record, form.cleaned_data["decided_on"], form.cleaned_data["decision"], kept)
        return Done(f"The awards are recorded. {given.left} of {given.fund} is left.", here)

    bids = options(call)
    ranking, waiting = ranking_of(call_of(record), bids, scores(call))
    more = {"ranking": ranking, "waiting": waiting, "bid_titles": {one.name: one.title for one in bids}, "call": record}
    sheet = Sheet(
        title=f"Record the awards: {record.title}", button="Record the awards", back=here, here="choosing", more=more,
        template="partner/choosing/award.html",
    )  # fmt: skip
    return fill(request, form, sheet, do)


def _awards(house: House) -> list[tuple[str, str]]:
    return [(one.name, f"{one.title}, {one.amount}") for one in funds_of(house).awards]
