"""Matters: described in plain words, and answered with where they belong, who may decide, and what must be done first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.agreement.bodies import Asked, Authority, Body, May, authority_of, powers_over
from wholeplace.agreement.clocks import CallInRule, Notice, NoticeRule, earliest_decision
from wholeplace.agreement.decisions import InForce
from wholeplace.agreement.records.decisions.doing import describe, describe_again
from wholeplace.agreement.records.decisions.models import Decision, Matter
from wholeplace.agreement.records.decisions.reading import described_in, placed_in
from wholeplace.agreement.subsidiarity import Matter as Described
from wholeplace.agreement.subsidiarity import Placed, place_matter
from wholeplace.ledger.records.keeping import history
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.decisions.deciding import bodies_where, held_in, matter_called, may_find, shown_to
from wholeplace.web.partner.filling import Done, Sheet, fill, posted, told_of
from wholeplace.web.partner.matters.form import MatterForm
from wholeplace.web.who import act

KINDS_OF_DUTY = {
    "notice": "Tell people before", "consult": "Ask first", "scrutiny": "Councillors’ scrutiny", "equality": "Equality and fairness",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Where a matter belongs and who may decide it, ready for a page."""

    described: Described
    placed: Placed
    bodies: tuple[tuple[Body, Authority], ...]
    holders: tuple[tuple[str, tuple[str, ...]], ...]
    notices: tuple[tuple[NoticeRule, date], ...]
    windows: tuple[str, ...]

    @property
    def deciding(self) -> list[tuple[Body, Authority]]:
        """The bodies that may decide it."""
        return [one for one in self.bodies if one[1].may is May.DECIDE]

    @property
    def advising(self) -> list[tuple[Body, Authority]]:
        """The bodies that may only recommend."""
        return [one for one in self.bodies if one[1].may is May.RECOMMEND]


@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Every matter that was described, the newest first, and where it belongs."""
    records = Matter.objects.order_by("-year", "-number")
    at = [body for body in house_of(request).agreement.bodies if body.name in bodies_where(request, Role.OFFICER)]
    rows = [(record, placed_in(record), described_in(record)) for record in records]
    return render(request, "partner/matters/matters.html", {"here": "matters", "rows": rows, "bodies": at})


@require_safe
def matter(request: HttpRequest, matter: str) -> HttpResponse:
    """One matter: where it belongs, by which rule; who may decide; what comes with it; what would give another answer."""
    record, house = matter_called(matter), house_of(request)
    answer = answer_to(described_in(record), placed_in(record), held_in(house), house.today)
    decisions = [shown_to(request, one) for one in Decision.objects.filter(matter=matter).order_by("number") if may_find(request, one)]
    given = {
        "matter": record, "answer": answer, "told": told_of(history(record)),
        "may_write": record.body in bodies_where(request, Role.OFFICER),
        "decisions": decisions, "body": house.agreement.body(record.body),
    }  # fmt: skip
    return render(request, "partner/matters/matter.html", {"here": "matters", **given})


@require_http_methods(["GET", "POST"])
def new_matter(request: HttpRequest, body: str) -> HttpResponse:
    """Describe a matter for a body. The first button only shows the answer; the second keeps it."""
    house = house_of(request)
    held, of = held_in(house), house.agreement.body(body)
    if of is None:
        raise Http404
    form = MatterForm(*posted(request), initial={"today": house.today}, place=house.place, held=held)

    def do() -> Done:
        kept = describe(form.described(), body, held, act(request, "matter described", acting_as=Role.OFFICER), place=house.name)
        return Done(f"It is kept as {kept.reference}.", reverse("matter", args=[kept.reference]))

    words = ("Say what is to be decided. You see at once where it belongs, who may decide it and what must be done first.",)
    return _asked(request, form, Sheet(title="Describe a matter", button="Keep it", back=reverse("matters"), words=words), do)


@require_http_methods(["GET", "POST"])
def change_matter(request: HttpRequest, matter: str) -> HttpResponse:
    """Describe a matter otherwise, and see what that would change before it is kept."""
    house, record = house_of(request), matter_called(matter)
    held = held_in(house)
    initial = {**MatterForm.texts_of(record), "today": house.today}
    form = MatterForm(*posted(request), initial=initial, place=house.place, held=held)

    def do() -> Done:
        record.version = form.cleaned_data["version"]
        describe_again(record, form.described(), held, act(request, "matter described otherwise", acting_as=Role.OFFICER))
        return Done("The matter was changed.", reverse("matter", args=[matter]))

    sheet = Sheet(title=f"Describe otherwise: {record.title}", button="Keep it", back=reverse("matter", args=[matter]))
    return _asked(request, form, sheet, do)


def answer_to(described: Described, placed: Placed, held: InForce, today: date) -> Answer:
    """What the rules say about a matter on its own day; notice as if it were published today."""
    asked = Asked(matter=described.kind, areas=described.places, money=described.money, on=described.on)
    nearest_first = sorted(held.agreement.bodies, key=lambda body: body.level != placed.level)
    bodies = tuple((body, authority_of(held.agreement, body.name, asked)) for body in nearest_first)
    holders = tuple((power.title, power.held_by) for power in powers_over(held.agreement, asked))
    return Answer(
        described=described, placed=placed, bodies=bodies, holders=holders, notices=tuple(_notices(placed, held, today)),
        windows=tuple(_windows(described, placed, held)),
    )  # fmt: skip


def _asked(request: HttpRequest, form: MatterForm, sheet: Sheet, do: object) -> HttpResponse:
    house = house_of(request)
    looking = request.method == "POST" and "look" in request.POST and form.is_valid()
    answer = None
    if looking:
        held, described = form.held, form.described()
        answer = answer_to(described, place_matter(described, held.limits, held.rules), held, house.today)
    full = Sheet(
        title=sheet.title, button=sheet.button, back=sheet.back, words=sheet.words, here="matters", template="partner/matters/form.html",
        more={"answer": answer},
    )  # fmt: skip
    if looking:
        given = {"sheet": full, "here": "matters", "form": form, "letters": (), "changed": None, "answer": answer}
        return render(request, full.template, given)
    return fill(request, form, full, do)  # type: ignore[arg-type]


def _notices(placed: Placed, held: InForce, today: date) -> Sequence[tuple[NoticeRule, date]]:
    names = [duty.notice for duty in placed.duties if duty.notice]
    names += [held.notices[name].again for name in names if held.notices[name].again]
    return [(held.notices[name], earliest_decision(Notice(rule=name, published=today), held.notices)) for name in dict.fromkeys(names)]


def _windows(described: Described, placed: Placed, held: InForce) -> Sequence[str]:
    if not any(duty.call_in for duty in placed.duties):
        return []
    rules = [held.call_in.get(name) for name in described.councils]
    told = [_window(rule) for rule in rules if rule is not None]
    missing = [name for name in described.councils if name not in held.call_in]
    told += [f"{name}: nobody wrote down its rule. Add it to agreement/call_in.toml before it is published." for name in missing]
    return told or ["Name the councils it touches: each has its own rule."]


def _window(rule: CallInRule) -> str:
    grounds = ", with grounds," if rule.grounds_needed else ""
    until = f"by {rule.closes_at:%H:%M} on working day {rule.working_days} after it is published"
    return f"{rule.council}: {rule.callers} members{grounds} {until} ({rule.source})."
