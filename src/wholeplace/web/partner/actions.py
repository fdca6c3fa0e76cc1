"""Actions and milestones of the plan: looked at, added, changed, finished, and taken out of the place's files into the records."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.agreement.plans import delivery_of, is_late
from wholeplace.agreement.records.plans.doing import finish, keep_action, keep_milestone, keep_seen, of_files, take_from_files
from wholeplace.agreement.records.plans.models import Action, Milestone, SeenOfAmbition
from wholeplace.agreement.records.plans.reading import bodies_of_ambition, body_of_programme, programmes_of_body
from wholeplace.ledger.records.keeping import history
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted, told_of
from wholeplace.web.partner.plan import may_keep
from wholeplace.web.partner.plan_forms import ActionForm, DoneForm, MilestoneForm, SeenForm
from wholeplace.web.partner.planned import plan_of, titles_of, whole_of
from wholeplace.web.partner.publishing import publish_record
from wholeplace.web.who import act


@require_safe
def action(request: HttpRequest, action: str) -> HttpResponse:
    """One action: who does what by when, its milestones, and everything that was changed in it."""
    house, whole = house_of(request), plan_of(house_of(request))
    one = next((one for one in whole.actions if one.name == action), None)
    if one is None:
        raise Http404
    record = Action.objects.filter(pk=action).first()
    body = record.body if record else body_of_programme(whole, one.programme)
    milestones = [(each, is_late(each, house.today)) for each in whole.milestones if each.action == one.name]
    given = {
        "going": delivery_of(one, whole.milestones, house.today), "milestones": milestones, "record": record, "body": body,
        "programme": next((each for each in whole.programmes if each.name == one.programme), None),
        "ambitions": [each for each in whole.ambitions if each.name in one.ambitions],
        "kept_milestones": set(Milestone.objects.filter(action=action).values_list("pk", flat=True)),
        "may_change": record is not None and may_keep(request, body), "told": told_of(history(record)) if record else (),
        "in_files": of_files(whole, body) if record is None and body and may_keep(request, body) else None,
    }  # fmt: skip
    return render(request, "partner/plan/action.html", {"here": "plan", "plan": whole, "titles": titles_of(house), "action": one, **given})


@require_http_methods(["GET", "POST"])
def new_action(request: HttpRequest, body: str) -> HttpResponse:
    """Add an action to a programme that a body looks after."""
    house, whole = house_of(request), whole_of(house_of(request))
    held = house.agreement.body(body)
    if held is None:
        raise Http404
    form = ActionForm(*posted(request), initial={"programme": request.GET.get("programme", ""), "version": 0}, whole=whole, body=body)
    words = (
        () if programmes_of_body(whole.plan, body) else (f"{held.title} looks after no programme. Name it as a board in the plan’s files.",)
    )
    back = reverse("plan")
    sheet = Sheet(title=f"Add an action of {held.title}", button="Add the action", back=back, words=words)

    def do() -> Done:
        record = form.onto(Action(body=body))
        keep_action(record, whole, act(request, "action added", acting_as=Role.OFFICER))
        return Done(f"“{record.title}” is in the plan.", reverse("action", args=[record.reference]))

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def change_action(request: HttpRequest, action: str) -> HttpResponse:
    """Change an action, put it off, give it to somebody else, or stop it."""
    house, record = house_of(request), get_object_or_404(Action, pk=action)
    whole = whole_of(house)
    form = ActionForm(*posted(request), initial=ActionForm.texts_of(record), whole=whole, body=record.body)
    here = reverse("action", args=[action])

    def do() -> Done:
        keep_action(form.onto(record), whole, act(request, "action changed", acting_as=Role.OFFICER))
        return Done(f"“{record.title}” was changed.", here)

    return fill(request, form, Sheet(title=f"Change: {record.title}", button="Keep the change", back=here), do)


@require_http_methods(["GET", "POST"])
def finish_action(request: HttpRequest, action: str) -> HttpResponse:
    """Say that an action was done, and what shows it."""
    house, record = house_of(request), get_object_or_404(Action, pk=action)
    form = DoneForm(*posted(request), initial={"done_on": house.today, "came_of_it": record.came_of_it, "version": record.version})
    here = reverse("action", args=[action])

    def do() -> Done:
        given = form.cleaned_data
        record.version = given["version"]
        finish(record, given["done_on"], given["came_of_it"], whole_of(house), act(request, "action done", acting_as=Role.OFFICER))
        return Done(f"“{record.title}” is done.", here)

    return fill(request, form, Sheet(title=f"Done: {record.title}", button="Say that it is done", back=here), do)


@require_http_methods(["GET", "POST"])
def new_milestone(request: HttpRequest, action: str) -> HttpResponse:
    """Add a milestone to an action."""
    house, parent = house_of(request), get_object_or_404(Action, pk=action)
    whole = whole_of(house)
    form = MilestoneForm(*posted(request), initial={"owner": parent.owner, "version": 0}, whole=whole)
    here = reverse("action", args=[action])

    def do() -> Done:
        record = form.onto(Milestone(body=parent.body, action=action))
        keep_milestone(record, whole, act(request, "milestone added", acting_as=Role.OFFICER))
        return Done(f"“{record.title}” is a milestone of “{parent.title}”.", here)

    return fill(request, form, Sheet(title=f"Add a milestone to: {parent.title}", button="Add the milestone", back=here), do)


@require_http_methods(["GET", "POST"])
def change_milestone(request: HttpRequest, milestone: str) -> HttpResponse:
    """Change a milestone, or say that it was reached and what shows it."""
    house, record = house_of(request), get_object_or_404(Milestone, pk=milestone)
    whole = whole_of(house)
    form = MilestoneForm(*posted(request), initial=MilestoneForm.texts_of(record), whole=whole)
    here = reverse("action", args=[record.action])

    def do() -> Done:
        event = "milestone reached" if form.cleaned_data["reached_on"] else "milestone changed"
        keep_milestone(form.onto(record), whole, act(request, event, acting_as=Role.OFFICER))
        return Done(f"“{record.title}” was changed.", here)

    return fill(request, form, Sheet(title=f"Milestone: {record.title}", button="Keep the change", back=here), do)


@require_http_methods(["POST"])
def take_actions(request: HttpRequest, body: str) -> HttpResponse:
    """Take everything of a body's programmes that stands only in the files into the records, where it can be changed."""
    house = house_of(request)
    taken = take_from_files(plan_of(house), body, act(request, "taken from the plan's files", acting_as=Role.OFFICER))
    publish_record(house)
    messages.success(request, f"Taken into the records: {taken}. They can now be changed on these pages.")
    return HttpResponseRedirect(reverse("plan"))


@require_http_methods(["GET", "POST"])
def say_what_was_seen(request: HttpRequest, body: str, ambition: str) -> HttpResponse:
    """Say what was seen of an ambition whose figures are in no release."""
    plan = plan_of(house_of(request))
    one = next((one for one in plan.ambitions if one.name == ambition), None)
    if one is None or body not in bodies_of_ambition(plan, ambition):
        raise Http404
    definition = one.baseline.definition_id if one.baseline else ""
    form = SeenForm(*posted(request), initial={"definition_id": definition, "version": 0})
    here = reverse("ambition", args=[ambition])

    def do() -> Done:
        keep_seen(form.onto(SeenOfAmbition(body=body, ambition=ambition)), plan, act(request, "seen", acting_as=Role.OFFICER))
        return Done("It stands in the record of the ambition.", here)

    return fill(request, form, Sheet(title=f"What was seen: {one.title}", button="Keep what was seen", back=here), do)
