"""The winter plan in the pack: what is expected, where it falls short and when, what the options would do, and the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from wholeplace.flow import RETURNS_BESIDE_DELAYS, Answer, Assumption, Option, WeekGap, WinterPlan, winter_table
from wholeplace.publish import wording
from wholeplace.publish.charts import Fan
from wholeplace.publish.pages.edition import VERSION_MARK, Edition
from wholeplace.publish.pages.forecasts import AnswersView, by_question, in_people
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.pages.tables import TableRow, TableView


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceView:
    """One service over the winter: what is asked of it by week beside what there is, and its worst week in words."""

    title: str
    unit: str
    fan: Fan
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionView:
    """One option: who proposed it and why, and what would differ."""

    title: str
    proposed_by: str
    why: str
    answers: tuple[AnswersView, ...]


def winter_page(edition: Edition, plan: WinterPlan) -> str:
    """winter/index.html of a release."""
    return render(
        "winter.html", edition=edition, root="../", here="winter/index.html", version=VERSION_MARK, plan=plan,
        span=wording.span_in_words(plan.starts, plan.ends), lead=first_said(plan),
        answers=by_question(plan.forecast.answers), services=service_views(plan),
        options=[_option(option) for option in plan.options], table=table_of(plan), numbers=numbers_of(plan),
    )  # fmt: skip


def winter_csv(plan: WinterPlan) -> str:
    """The capacity-and-demand table as a file."""
    return winter_table(plan.table, plan.settings)


def first_said(plan: WinterPlan) -> list[str]:
    """What the first page says of the winter: people delayed beside people who come back, and where it falls furthest short."""
    together = [answer.sentence for answer in plan.forecast.answers if answer.question == RETURNS_BESIDE_DELAYS]
    short = [weeks for weeks in _by_service(plan) if any(week.gap.mean > 0 for week in weeks)]
    short.sort(key=lambda weeks: -max(week.gap.mean / max(1.0, week.capacity) for week in weeks))
    return [*together[:1], *(f"{weeks[0].title}: {_small(worst_week(weeks))}" for weeks in short[:2])]


def _by_service(plan: WinterPlan) -> list[list[WeekGap]]:
    """The weeks of every service with a limit, in the order of the network."""
    order = [station.name for station in plan.forecast.network.stations]
    ordered = sorted(plan.weeks, key=lambda week: order.index(week.station))
    return [list(weeks) for _, weeks in groupby(ordered, key=lambda week: week.station)]


def service_views(plan: WinterPlan) -> list[ServiceView]:
    """Every service with a limit, in the order of the network."""
    return [_service(weeks) for weeks in _by_service(plan)]


def _service(weeks: Sequence[WeekGap]) -> ServiceView:
    first = weeks[0]
    fan = Fan(
        starts=first.week, every=7, capacity=tuple(week.capacity for week in weeks), last=in_people(weeks[-1].demand.mean),
        points=tuple(tuple(getattr(week.demand, side) for week in weeks) for side in ("low", "mean", "high")),
        says=f"{first.title}, {first.unit} asked for by week beside what there is. {worst_week(weeks)}",
    )  # fmt: skip
    return ServiceView(title=first.title, unit=first.unit, fan=fan, words=worst_week(weeks))


def worst_week(weeks: Sequence[WeekGap]) -> str:
    """How short a service falls in the week in which it falls shortest, or that it never is."""
    short = [week for week in weeks if week.gap.mean > 0]
    if not short:
        sure = max(week.gap.high for week in weeks) <= 0
        return "It holds in every week." if sure else "It holds in every week on average, and not in every run."
    worst = max(short, key=lambda week: week.gap.mean)
    low, high = (in_people(max(0.0, edge)) for edge in (worst.gap.low, worst.gap.high))
    many = f"{len(short)} of {len(weeks)} weeks" if len(short) < len(weeks) else "every week"
    day = wording.day_in_words(worst.week)
    return f"It is short in {many}. In the week of {day} it lacks {in_people(worst.gap.mean)} {worst.unit} ({low} to {high})."


def _option(option: Option) -> OptionView:
    scenario = option.scenario
    return OptionView(
        title=scenario.title, proposed_by=scenario.proposed_by, why=_ended(scenario.why), answers=by_question(_once(option.answers))
    )


def _once(answers: Sequence[Answer]) -> list[Answer]:
    """Answers whose sentence was not said before."""
    return list({answer.sentence: answer for answer in reversed(answers)}.values())[::-1]


def table_of(plan: WinterPlan) -> TableView:
    """The capacity-and-demand table, month by pathway, for reading."""
    rows = [
        TableRow(
            name=f"{wording.month(row.month)}, pathway {row.pathway}, {plan.settings.services.get(row.station, row.service)}", link="",
            cells=(
                f"{in_people(row.demand.mean)} ({in_people(row.demand.low)} to {in_people(row.demand.high)})",
                "no limit" if row.capacity == float("inf") else in_people(row.capacity),
                in_people(max(0.0, row.gap.mean)), f"{row.days_until_start.mean:.1f}", f"{row.days_of_stay:.0f}",
            ),
        )
        for row in plan.table
    ]  # fmt: skip
    heads = ("Month, pathway and service", "People expected", "Room for", "Short of", "Days until it starts", "Days it lasts")
    return TableView(caption="Capacity and demand by month", heads=heads, rows=rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberView:
    """One number that the plan rests on, as it may be published."""

    path: str
    value: str
    span: str
    unit: str
    source: str


def numbers_of(plan: WinterPlan) -> list[NumberView]:
    """What the plan rests on. A number fitted to records is told to 2 figures and without how many people it is from: with
    more of either, a few people's stays could be worked out."""
    return [_number(one) for one in plan.forecast.assumptions]


def _number(one: Assumption) -> NumberView:
    fitted = one.fitted or one.source.startswith("fitted from")
    figures = 2 if fitted else 4
    value, low, high = (f"{float(f'{number:.{figures}g}'):,.10g}" for number in (one.value, one.low, one.high))
    source = "Fitted to the place's own records" if fitted else one.source
    return NumberView(path=one.path, value=value, span=f"{low} to {high}" if one.low != one.high else "", unit=one.unit, source=source)


def _small(sentence: str) -> str:
    """A sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


def _ended(words: str) -> str:
    """Somebody's own words, with a full stop."""
    return words if not words or words[-1] in ".!?" else f"{words}."
