"""The plan: one tree from strategy to action, one ambition, one programme."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.agreement.plans import (
    MeasureSense,
    Milestone,
    Plan,
    Programme,
    Pull,
    became_of,
    came_from,
    delivery_of,
    gaps_of,
    opposing,
    over_capacity,
    overdue,
    overdue_milestones,
    ownerless,
    tree_of,
)
from wholeplace.agreement.records.plans.models import Action, SeenOfAmbition
from wholeplace.agreement.records.plans.reading import bodies_of_ambition, body_of_programme
from wholeplace.web.access import Role
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.planned import plan_of, titles_of
from wholeplace.web.partner.released import Release, latest
from wholeplace.web.partner.standing import follow, follow_all
from wholeplace.web.who import person_of

OFFICERS = frozenset({Role.OFFICER})


def release_of(request: HttpRequest) -> Release:
    """The latest release, as the shelf of the door knows it."""
    return latest(house_of(request), request.META["wholeplace.shelf"].latest())


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The whole tree, and how much in it needs somebody's attention."""
    house, whole = house_of(request), plan_of(house_of(request))
    followed = follow_all(whole, release_of(request), house)
    going = {one.name: delivery_of(one, whole.milestones, house.today) for one in whole.actions}
    given = {"tree": tree_of(whole), "followed": followed, "going": going, "attention": attention(whole, house, release_of(request))}
    return render(request, "partner/plan/plan.html", {"here": "plan", "plan": whole, "titles": titles_of(house), **given})


@require_safe
def ambition(request: HttpRequest, ambition: str) -> HttpResponse:
    """One ambition: where it stands, what was seen, who works on it."""
    house, whole = house_of(request), plan_of(house_of(request))
    one = next((one for one in whole.ambitions if one.name == ambition), None)
    if one is None:
        raise Http404
    release = release_of(request)
    serving = [programme for programme in whole.programmes if one.name in programme.ambitions]
    parts = [follow(share, whole, release, house) for share in whole.ambitions if share.part_of == one.name]
    may_say = [body for body in bodies_of_ambition(whole, one.name) if may_keep(request, body)]
    given = {
        "followed": follow(one, whole, release, house), "serving": serving, "parts": parts, "may_say": may_say,
        "measure": release.measures().get(one.measure), "kept": SeenOfAmbition.objects.filter(ambition=one.name).order_by("-on"),
        "actions": [action for action in whole.actions if one.name in action.ambitions],
        "pulls": [pull for pull in pulls_of(whole, house, release) if one in (pull.one, pull.other)],
    }  # fmt: skip
    shown = {"here": "plan", "plan": whole, "titles": titles_of(house), "ambition": one, **given}
    return render(request, "partner/plan/ambition.html", shown)


@require_safe
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """One programme: what it serves, its actions with where each stands, its money and staff, what it took over from."""
    house, whole = house_of(request), plan_of(house_of(request))
    one = next((one for one in whole.programmes if one.name == programme), None)
    if one is None:
        raise Http404
    body, followed = body_of_programme(whole, one.name), follow_all(whole, release_of(request), house)
    actions = [action for action in whole.actions if action.programme == one.name]
    given = {
        "body": house.agreement.body(body), "may_add": bool(body) and may_keep(request, body), "followed": followed,
        "going": [delivery_of(action, whole.milestones, house.today) for action in actions], "kept": kept_actions(),
        "earlier": came_from(whole, one.name), "later": became_of(whole, one.name), "parts": _parts(whole, one),
        "problems": [problem for problem in over_capacity(whole) if problem.where == f"programme {one.name}"],
        "gaps": [problem for problem in gaps_of(whole) if problem.where == f"programme {one.name}"],
    }  # fmt: skip
    shown = {"here": "plan", "plan": whole, "titles": titles_of(house), "programme": one, **given}
    return render(request, "partner/plan/programme.html", shown)


def kept_actions() -> frozenset[str]:
    """References of the actions that are records: the others still stand in the files only."""
    return frozenset(Action.objects.values_list("pk", flat=True))


def may_keep(request: HttpRequest, body: str) -> bool:
    """May whoever asks keep actions of that body?"""
    person = person_of(request)
    return person is not None and person.may(OFFICERS, house_of(request).today, body=body)


def attention(whole: Plan, house: House, release: Release) -> list[tuple[tuple[str, str], int, str]]:
    """((what one is, what several are), how many, part of the page that lists them) of everything that needs somebody's attention."""
    today = house.today
    return [
        (("late action", "late actions"), len(overdue(whole.actions, today)), "late"),
        (("late milestone", "late milestones"), len(overdue_milestones(open_milestones(whole), today)), "late-milestones"),
        (("thing that nobody owns", "things that nobody owns"), len(ownerless(whole)), "ownerless"),
        (("place where too much is promised", "places where too much is promised"), len(over_capacity(whole)), "over"),
        (
            ("pair of targets that pull against each other", "pairs of targets that pull against each other"),
            len(pulls_of(whole, house, release)), "opposing",
        ),
        (("gap in the time ahead", "gaps in the time ahead"), len(gaps_of(whole)), "gaps"),
    ]  # fmt: skip


def pulls_of(whole: Plan, house: House, release: Release) -> tuple[Pull, ...]:
    """Pairs of targets that pull against each other, by what the release says of the measures."""
    senses = {name: MeasureSense(better=row["better"], read_with=tuple(row["read_with"])) for name, row in release.measures().items()}
    return opposing(whole.ambitions, senses, {area.code: area.parent for area in house.place.areas if area.parent})


def open_milestones(whole: Plan) -> list[Milestone]:
    """The milestones of actions that still go on."""
    closed = {one.name for one in whole.actions if one.done_on or one.stopped_on}
    return [one for one in whole.milestones if one.action not in closed]


def _parts(whole: Plan, one: Programme) -> list[Programme]:
    return [part for part in whole.programmes if part.under == one.name]
