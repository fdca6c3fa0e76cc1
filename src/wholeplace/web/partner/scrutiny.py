"""Scrutiny on its pages: work programmes, recommendations with the clock of their reply, and replies."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.agreement.records.scrutiny.doing import keep_work_item, recommend, reply
from wholeplace.agreement.records.scrutiny.models import Recommendation, Reply, WorkItem
from wholeplace.agreement.records.scrutiny.reading import replies, reply_of, work_items
from wholeplace.agreement.scrutiny import promise_state, work_state
from wholeplace.ledger.records.keeping import history
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted, told_of
from wholeplace.web.partner.meeting_book import body_or_404
from wholeplace.web.partner.scrutiny_book import asked_by, clock_of, clocks, held_for_scrutiny, reply_rules_in
from wholeplace.web.partner.scrutiny_forms import PromiseForm, RecommendationForm, ReplyForm, WorkItemForm
from wholeplace.web.who import act, may_use, person_of

_FORM = require_http_methods(["GET", "POST"])


@require_safe
def scrutiny(request: HttpRequest) -> HttpResponse:
    """What scrutiny looks into, what it recommended, and which replies are due or overdue."""
    house = house_of(request)
    person, bodies = person_of(request), [body for body in house.agreement.bodies if body.scrutinises]
    topics = [(one, work_state(one, house.today)) for one in work_items()]
    given = {
        "bodies": bodies, "topics": topics, "clocks": clocks(house), "titles": {body.name: body.title for body in house.agreement.bodies},
        "may": {body.name: may_use(person, "recommendation-new", house.today, body=body.name) for body in bodies},
    }  # fmt: skip
    return render(request, "partner/scrutiny/scrutiny.html", {"here": "scrutiny", **given})


@require_safe
def recommendation(request: HttpRequest, recommendation: str) -> HttpResponse:
    """One recommendation: who is asked what, by when, what was replied and what became of it."""
    house, record = house_of(request), get_object_or_404(Recommendation, pk=recommendation)
    given = Reply.objects.filter(recommendation=recommendation).order_by("replied_on", "reference")
    person = person_of(request)
    page = {
        "one": record, "clock": clock_of(record, replies(), house),
        "replies": [(each, promise_state(reply_of(each), house.today)) for each in given],
        "may_reply": may_use(person, "recommendation-reply", house.today, body=record.answers),
        "may_change": not given and may_use(person, "recommendation-change", house.today, body=record.body),
        "rule": reply_rules_in(house).get(record.rule), "titles": {body.name: body.title for body in house.agreement.bodies},
        "topic": WorkItem.objects.filter(pk=record.work_item).first(), "told": told_of(history(record)),
    }  # fmt: skip
    return render(request, "partner/scrutiny/recommendation.html", {"here": "scrutiny", **page})


@_FORM
def new_work_item(request: HttpRequest, body: str) -> HttpResponse:
    """Put a topic on a body's work programme."""
    house, its = house_of(request), body_or_404(house_of(request), body)
    form = WorkItemForm(*posted(request), initial={"version": 0}, asked=_who(request))

    def do() -> Done:
        record = form.onto(WorkItem(body=body))
        keep_work_item(record, held_for_scrutiny(house), act(request, "topic added", acting_as=Role.SCRUTINY))
        return Done(f"“{record.topic}” is on the work programme.", reverse("scrutiny"))

    sheet = Sheet(title=f"Add a topic: {its.title}", button="Add the topic", back=reverse("scrutiny"), here="scrutiny")
    return fill(request, form, sheet, do)


@_FORM
def change_work_item(request: HttpRequest, topic: str) -> HttpResponse:
    """Change a topic, say that it was looked into, or take it off."""
    house, record = house_of(request), get_object_or_404(WorkItem, pk=topic)
    form = WorkItemForm(*posted(request), initial=WorkItemForm.texts_of(record), asked=_who(request))

    def do() -> Done:
        keep_work_item(form.onto(record), held_for_scrutiny(house), act(request, "topic changed", acting_as=Role.SCRUTINY))
        return Done(f"“{record.topic}” was changed.", reverse("scrutiny"))

    sheet = Sheet(title=f"Topic: {record.topic}", button="Keep the change", back=reverse("scrutiny"), here="scrutiny")
    return fill(request, form, sheet, do)


@_FORM
def new_recommendation(request: HttpRequest, body: str) -> HttpResponse:
    """Recommend something to somebody whom a body scrutinises."""
    house, its = house_of(request), body_or_404(house_of(request), body)
    form = _recommendation_form(request, body, {"made_on": house.today, "version": 0})

    def do() -> Done:
        record = form.onto(Recommendation(body=body))
        recommend(record, held_for_scrutiny(house), act(request, "recommended", acting_as=Role.SCRUTINY))
        return Done("The recommendation is recorded.", reverse("recommendation", args=[record.reference]))

    words = () if asked_by(its, house) else (f"{its.title} scrutinises nobody who could answer. Say whom in the place’s agreement.",)
    sheet = Sheet(title=f"Recommend something: {its.title}", button="Record it", back=reverse("scrutiny"), words=words, here="scrutiny")
    return fill(request, form, sheet, do)


@_FORM
def change_recommendation(request: HttpRequest, recommendation: str) -> HttpResponse:
    """Change a recommendation before it is answered, or say that it was received."""
    house, record = house_of(request), get_object_or_404(Recommendation, pk=recommendation)
    form = _recommendation_form(request, record.body, RecommendationForm.texts_of(record))
    here = reverse("recommendation", args=[recommendation])

    def do() -> Done:
        recommend(form.onto(record), held_for_scrutiny(house), act(request, "recommendation changed", acting_as=Role.SCRUTINY))
        return Done("The recommendation was changed.", here)

    return fill(request, form, Sheet(title="Change the recommendation", button="Keep the change", back=here, here="scrutiny"), do)


@_FORM
def reply_to(request: HttpRequest, asked: str) -> HttpResponse:
    """Reply to a recommendation, as the body that is asked."""
    house, about = house_of(request), get_object_or_404(Recommendation, pk=asked)
    form = ReplyForm(*posted(request), initial={"replied_on": house.today, "version": 0})
    here = reverse("recommendation", args=[asked])

    def do() -> Done:
        record = form.onto(Reply(body=about.answers, recommendation=asked, replied_by=about.asked_of))
        reply(record, act(request, "replied", acting_as=Role.OFFICER))
        return Done("The reply is recorded, and scrutiny can see it.", here)

    sheet = Sheet(title="Reply to scrutiny", button="Send the reply", back=here, words=(about.text,), here="scrutiny")
    return fill(request, form, sheet, do)


@_FORM
def keep_promise(request: HttpRequest, reply_given: str) -> HttpResponse:
    """Say that what a reply promised was done."""
    house, record = house_of(request), get_object_or_404(Reply, pk=reply_given)
    form = PromiseForm(*posted(request), initial={"done_on": house.today, "version": record.version})
    here = reverse("recommendation", args=[record.recommendation])

    def do() -> Done:
        reply(form.onto(record), act(request, "promise kept", acting_as=Role.OFFICER))
        return Done("It is recorded that this was done.", here)

    sheet = Sheet(title="What was promised is done", button="Say so", back=here, words=(record.action,), here="scrutiny")
    return fill(request, form, sheet, do)


def _who(request: HttpRequest) -> list[tuple[str, str]]:
    house = house_of(request)
    titles = {body.name: body.title for body in house.agreement.bodies}
    names = dict.fromkeys([*titles, *(one.name for one in house.place.organisations if one.stands_on(house.today))])
    return [(name, titles.get(name, name)) for name in names]


def _recommendation_form(request: HttpRequest, body: str, initial: Mapping[str, Any]) -> RecommendationForm:
    house = house_of(request)
    items = [(one.reference, one.topic) for one in WorkItem.objects.filter(body=body).order_by("-planned_for")]
    asked = asked_by(body_or_404(house, body), house)
    return RecommendationForm(*posted(request), initial=initial, asked=asked, items=items, rules=reply_rules_in(house))
