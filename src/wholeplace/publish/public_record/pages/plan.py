"""The plan: strategies with their ambitions (target, where each stands, a drawing), programmes, what is late, places side by side."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wholeplace.agreement.plans import (
    ActionState,
    Ambition,
    Better,
    Plan,
    Programme,
    Progress,
    Shape,
    Standing,
    Strategy,
    action_state,
    delivery_of,
    overdue,
    progress_of,
    side_by_side,
)
from wholeplace.publish.charts.trajectory import trajectory_chart
from wholeplace.publish.public_record.pages.bodies import dates_in_words
from wholeplace.publish.public_record.pages.courses import course_of
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.words import days_in_words
from wholeplace.publish.wording import day_in_words, listed, number

STANDING_COLOURS = {
    Standing.WRONG_WAY: "red", Standing.MISSED: "red", Standing.BEHIND: "yellow", Standing.CANNOT_SAY: "grey",
    Standing.ON_TRACK: "green", Standing.REACHED: "green",
}  # fmt: skip
"""The colour of each standing, beside its word, the worst first."""
_DONE = (ActionState.DONE, ActionState.DONE_LATE)


@dataclass(frozen=True, kw_only=True, slots=True)
class AmbitionView:
    """One ambition in words. `drawing`: empty where there is nothing to draw."""

    ambition: Ambition
    standing: str
    colour: str
    sentence: str
    target: str
    owner: str
    drawing: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgrammeView:
    """One programme in words: who leads it, when, for how much, and how its actions go."""

    title: str
    owner: str
    dates: str
    money: str
    actions: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StrategyView:
    """A strategy with everything under it; None for what stands under none."""

    strategy: Strategy | None
    about: str
    ambitions: tuple[AmbitionView, ...]
    programmes: tuple[ProgrammeView, ...]


def plan_pages(edition: RecordEdition) -> Iterator[tuple[str, str]]:
    """The plan on one page, and the places side by side where places have a share."""
    plan, today = edition.record.plan, edition.record.today
    late = [days_in_words(delivery_of(action, plan.milestones, today).sentence) for action in overdue(plan.actions, today)]
    areas = _areas_with_shares(edition)
    path = "plan/index.html"
    yield (
        path,
        edition.render(
            "plan.html",
            path,
            views=[_strategy(one, edition) for one in _in_order(plan)],
            said=counted(edition),
            late=late,
            beside=bool(areas),
        ),
    )
    if areas:
        path = "plan/places.html"
        beside = side_by_side(
            plan, areas, {(one.name, one.area): seen[-1] for one in plan.ambitions if (seen := edition.seen_of(one.name))}
        )
        yield path, edition.render("places.html", path, beside=beside, colours=STANDING_COLOURS)


def progress_in(edition: RecordEdition, ambition: Ambition) -> Progress:
    """Where an ambition stands by what was seen last."""
    seen = edition.seen_of(ambition.name)
    return progress_of(ambition, seen[-1] if seen else None)


def counted(edition: RecordEdition) -> str:
    """How many ambitions stand where, the worst first: "9 ambitions: 1 going the wrong way, 2 behind, 6 on track."."""
    found = Counter(progress_in(edition, one).standing for one in edition.record.plan.ambitions)
    told = [f"{found[standing]} {standing.value}" for standing in STANDING_COLOURS if found[standing]]
    many = sum(found.values())
    return f"{many} ambition{'' if many == 1 else 's'}: {', '.join(told)}." if many else ""


def target_in_words(ambition: Ambition) -> str:
    """What is to be reached by when: "10% less than at the start by 31 March 2027"."""
    target = ambition.target
    amount, less = target.amount or 0.0, "less" if target.better is Better.LOWER else "more"
    share = f"{number(amount * 100)}%"
    told = {
        Shape.LEVEL: f"{number(amount)} {ambition.unit}".strip(),
        Shape.RELATIVE: f"{share} {less} than at the start",
        Shape.COMPOUNDING: f"{share} {less} every year",
        Shape.GAP: f"a gap that is {share} smaller",
        Shape.COUNT: f"{number(amount)} {'fewer' if target.better is Better.LOWER else 'more'} {ambition.unit}".strip(),
        Shape.BENCHMARK: f"as good as {target.benchmark or 'others'}, or better",
        Shape.QUALITATIVE: f"shown by {listed(list(ambition.shown_by))}" if ambition.shown_by else "shown by evidence",
    }[target.shape]
    return days_in_words(f"{told}, by {day_in_words(target.by)}")


def _in_order(plan: Plan) -> Sequence[Strategy | None]:
    """The strategies as they were written, then what stands under none."""
    return [*plan.strategies, None]


def _strategy(strategy: Strategy | None, edition: RecordEdition) -> StrategyView:
    plan = edition.record.plan
    name = strategy.name if strategy else ""
    known = {one.name for one in plan.strategies}
    ambitions = [one for one in plan.ambitions if (one.strategy if one.strategy in known else "") == name]
    programmes = [one for one in plan.programmes if (top if (top := _top(one, plan)) in known else "") == name]
    return StrategyView(
        strategy=strategy, about=_about(strategy, edition) if strategy else "",
        ambitions=tuple(sorted((_ambition(one, edition) for one in ambitions), key=_worst_first)),
        programmes=tuple(_programme(one, edition) for one in programmes),
    )  # fmt: skip


def _worst_first(view: AmbitionView) -> int:
    return [standing.value for standing in STANDING_COLOURS].index(view.standing)


def _top(programme: Programme, plan: Plan) -> str:
    """The strategy that a programme stands under, through those above it."""
    above = {one.name: one.under for one in plan.programmes}
    name, passed = programme.under, {programme.name}
    while name in above and name not in passed:
        passed.add(name)
        name = above[name]
    return name


def _about(strategy: Strategy, edition: RecordEdition) -> str:
    told = [strategy.kind, edition.area_of(strategy.area), dates_in_words(strategy.dates)]
    told += [f"led by {edition.owner_of(strategy.owner)}"] if strategy.owner else []
    told += [f"adopted by {edition.name_of(strategy.adopted_by)}"] if strategy.adopted_by else []
    told += [f"{strategy.money} in all"] if strategy.money else []
    words = ", ".join(one for one in told if one)
    return f"{words[0].upper()}{words[1:]}."


def _ambition(one: Ambition, edition: RecordEdition) -> AmbitionView:
    progress = progress_in(edition, one)
    return AmbitionView(
        ambition=one, standing=progress.standing.value, colour=STANDING_COLOURS[progress.standing],
        sentence=_without_title(days_in_words(progress.sentence), one.title), target=target_in_words(one),
        owner=edition.owner_of(one.owner),
        drawing=trajectory_chart(course_of(one, edition.seen_of(one.name), progress)),
    )  # fmt: skip


def _without_title(sentence: str, title: str) -> str:
    """A sentence of the rules as it stands under a heading that has the title already."""
    rest = sentence.removeprefix(f"{title}: ")
    return f"{rest[:1].upper()}{rest[1:]}"


def _programme(one: Programme, edition: RecordEdition) -> ProgrammeView:
    states = [action_state(action, edition.record.today) for action in edition.record.plan.actions if action.programme == one.name]
    late = states.count(ActionState.LATE)
    done = sum(state in _DONE for state in states)
    actions = f"{done} of {len(states)} done{f', {late} late' if late else ''}" if states else "none yet"
    return ProgrammeView(
        title=one.title, owner=edition.owner_of(one.owner), dates=dates_in_words(one.dates),
        money=str(one.money) if one.money else "", actions=actions,
    )  # fmt: skip


def _areas_with_shares(edition: RecordEdition) -> list[str]:
    """The areas with a share of a wider ambition, in the order of the place's areas."""
    shares = {one.area for one in edition.record.plan.ambitions if one.part_of and one.area}
    known = [str(area.code) for area in edition.place.areas if area.code in shares]
    return list(dict.fromkeys([*known, *sorted(shares)]))
