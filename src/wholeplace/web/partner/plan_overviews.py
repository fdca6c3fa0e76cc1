"""The plan from above: places side by side, the time ahead, what needs attention, and the plans that the law asks for."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.agreement.plans import (
    Plan,
    PlanState,
    delivery_of,
    gaps_of,
    horizon_rows,
    nodes_of,
    other_horizons,
    over_capacity,
    overdue,
    overdue_milestones,
    ownerless,
    read_required,
    side_by_side,
    track,
)
from wholeplace.place import Area, areas_on, organisations_on
from wholeplace.web.house import House, house_of
from wholeplace.web.partner.plan import open_milestones, pulls_of, release_of
from wholeplace.web.partner.planned import plan_of, titles_of
from wholeplace.web.partner.standing import follow_all

STATE_COLOURS: Mapping[PlanState, str] = {
    PlanState.ADOPTED: "green", PlanState.DUE_SOON: "yellow", PlanState.MISSING: "red", PlanState.RUN_OUT: "red",
    PlanState.NOT_YET_DUE: "grey",
}  # fmt: skip


_KINDS = {"icb": "integrated care board"}
"""Kinds of organisation as the place's list calls them -> as the list of required plans does."""


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Ambition by place: where each place's own share of it stands."""
    house, whole = house_of(request), plan_of(house_of(request))
    followed = follow_all(whole, release_of(request), house)
    areas = _places(house)
    seen = {(name, one.ambition.area): one.last for name, one in followed.items() if one.last is not None}
    table = side_by_side(whole, [area.code for area in areas], seen)
    given = {"areas": areas, "table": table, "followed": followed}
    return render(request, "partner/plan/places.html", {"here": "plan", "plan": whole, "titles": titles_of(house), **given})


@require_safe
def horizons(request: HttpRequest) -> HttpResponse:
    """What each ambition and programme has in the short, medium and long term, and where it has nothing."""
    house, whole = house_of(request), plan_of(house_of(request))
    actions = {one.name: one for one in whole.actions}
    given = {
        "rows": horizon_rows(whole),
        "actions": actions,
        "gaps": gaps_of(whole),
        "others": other_horizons(whole),
        "known_as": called_in(whole),
    }
    return render(request, "partner/plan/horizons.html", {"here": "plan", "plan": whole, "titles": titles_of(house), **given})


@require_safe
def attention(request: HttpRequest) -> HttpResponse:
    """Everything that needs somebody's attention: late, ownerless, promised twice, pulling against each other, without an action."""
    house, whole = house_of(request), plan_of(house_of(request))
    late = [delivery_of(one, whole.milestones, house.today) for one in overdue(whole.actions, house.today)]
    given = {
        "late": late, "milestones": overdue_milestones(open_milestones(whole), house.today), "ownerless": ownerless(whole),
        "over": over_capacity(whole), "known_as": called_in(whole),
        "pulls": pulls_of(whole, house, release_of(request)), "gaps": gaps_of(whole),
        "actions": {one.name: one for one in whole.actions},
    }  # fmt: skip
    return render(request, "partner/plan/attention.html", {"here": "plan", "plan": whole, "titles": titles_of(house), **given})


@require_safe
def required(request: HttpRequest) -> HttpResponse:
    """The plans that law or guidance asks of the bodies and organisations of the place, and whether each was adopted."""
    house = house_of(request)
    asked, adopted = read_required(house.place)
    tracked = track(asked, adopted, owed_by(house), house.today)
    kinds = {one.required_of for one in asked if one.dates.hold(house.today)}
    missing_kinds = sorted(kinds - {one.required.required_of for one in tracked})
    given = {"tracked": tracked, "colours": STATE_COLOURS, "nobody": missing_kinds}
    return render(request, "partner/plan/required.html", {"here": "plan", **given})


def called_in(whole: Plan) -> dict[str, str]:
    """How a letter names something of the plan -> what a reader knows it by."""
    return {node.where: f"{node.kind} “{node.title}”" for node in nodes_of(whole)}


def owed_by(house: House) -> dict[str, Sequence[str]]:
    """Kind of body or organisation -> those of the place, by name: who owes a required plan."""
    bodies = [(body.kind, body.title) for body in house.agreement.bodies]
    organisations = [(_KINDS.get(one.kind, one.kind), one.name) for one in organisations_on(house.place, house.today)]
    owed: dict[str, dict[str, None]] = {}
    for kind, name in (*bodies, *organisations):
        owed.setdefault(kind, {})[name] = None
    return {kind: tuple(names) for kind, names in owed.items()}


def _places(house: House) -> tuple[Area, ...]:
    """The areas one level below the widest, as they are today."""
    wanted = house.place.settings.levels[:2][-1]
    return tuple(area for area in areas_on(house.place, house.today) if area.level == wanted)
