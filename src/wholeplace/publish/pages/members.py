"""A measure inside a reading, made ready to be seen: its chart, its last figure and what it did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.measures.shapes import Measure
from wholeplace.picture.shapes import Direction, Member, Point, Series
from wholeplace.publish import wording
from wholeplace.publish.charts.dots import DotRow
from wholeplace.publish.charts.icons import ASSURANCE, VARIATION
from wholeplace.publish.charts.series import Dot, Line, Span
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.shown import Shown

DIRECTION_WORDS = {
    Direction.BETTER: "better", Direction.WORSE: "worse", Direction.CHANGED: "changed",
    Direction.NONE: "no clear change", Direction.UNKNOWN: "cannot say",
}  # fmt: skip
SPOKE_WORDS = {
    "chart": "The chart says so: the last points are beyond what chance explains.",
    "year before": "The same months a year before say so.",
    "both": "Both the chart and the same months a year before say so.",
    "they contradict": "The chart and the same months a year before disagree, so we say no clear change.",
    "neither": "Neither the chart nor the same months a year before show a change beyond chance.",
    "cannot look": "There is too little to compare.",
}


FEW_LEFT_OUT = "The few records that belong to no known person are left out."


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberView:
    """All that a card or table says of one member. Words are ready; charts are drawn by the caller from `line` and `span`."""

    measure: Measure
    role: str
    line: Line
    span: Span | None
    now: Shown | None
    before: Shown | None
    now_words: str
    before_words: str
    limits_words: str
    people_words: str
    period_words: str
    direction: str
    spoke: str
    icon: str
    assurance: str
    level_words: str
    gaps_in_chart: str
    why_no_chart: str
    unlinked: str

    @property
    def then_and_now(self) -> list[DotRow]:
        """A year before and now, with their intervals: where months may not be shown. Empty where one of them may not be."""
        return [
            DotRow(label=label, value=shown.value, lower=shown.lower, upper=shown.upper, words=words)
            for label, shown, words in (("A year before", self.before, self.before_words), ("Now", self.now, self.now_words))
            if shown is not None and shown.can_be_seen
        ]

    @property
    def says_then_and_now(self) -> str:
        return f"{self.measure.short}: a year before {self.before_words}, now {self.now_words}."

    @property
    def has_chart(self) -> bool:
        return len(self.line.dots) > 1 and self.span is not None

    @property
    def icon_words(self) -> str:
        return VARIATION[self.icon]

    @property
    def assurance_words(self) -> str:
        return ASSURANCE[self.assurance]


def member_views(members: Sequence[Member], edition: Edition) -> list[MemberView]:
    """All members of one card: those with points of equal length (months, years) share one time axis."""
    lengths = {member.measure.name: _length(member.series) for member in members}
    spans = {length: _span([m for m in members if lengths[m.measure.name] == length]) for length in set(lengths.values())}
    return [_view(member, spans[lengths[member.measure.name]], edition) for member in members]


def _length(series: Series) -> int:
    """Months in a point; a year and a rolling three years are not drawn on one axis as if they were alike."""
    if not series.points:
        return 0
    figure = series.points[-1].figure
    return (figure.ends.year - figure.starts.year) * 12 + figure.ends.month - figure.starts.month


def _span(members: Iterable[Member]) -> Span | None:
    figures = [point.figure for member in members for point in member.series.points]
    if not figures:
        return None
    first, last = min(figures, key=lambda f: f.starts), max(figures, key=lambda f: f.starts)
    return Span(first.starts, last.starts, short_span(first.starts, first.ends), short_span(last.starts, last.ends))


def short_span(starts: date, ends: date) -> str:
    """As few letters as a chart's axis allows: "Sep 2025", "2024", "2023/24", "2021 to 23", "Jul to Sep 2025"."""
    months = (ends.year - starts.year) * 12 + ends.month - starts.month
    if months <= 1:
        return wording.month(starts)
    years = months // 12
    if months % 12 == 0 and starts.month == 1:
        return str(starts.year) if years == 1 else f"{starts.year} to {(starts.year + years - 1) % 100:02}"
    if months % 12 == 0 and starts.month == 4:
        return f"{starts.year}/{(starts.year + years) % 100:02}"
    return f"{wording.month(starts)} on"


def _view(member: Member, span: Span | None, edition: Edition) -> MemberView:
    measure, change = member.measure, member.change
    now, before = edition.shown(change.now or member.figure), edition.shown(change.before)
    line = line_of(member.series, measure, edition)
    people = now.people if now is not None else None
    return MemberView(
        measure=measure, role=member.role, line=line, span=span, now=now, before=before,
        now_words=wording.value_in_words(now, measure, edition.rule),
        before_words=wording.value_in_words(before, measure, edition.rule),
        limits_words=wording.limits_in_words(now.lower, now.upper, measure) if now else "",
        people_words=f"{wording.count(people)} people" if people else "",
        period_words=_period_words(now, line, measure),
        direction=DIRECTION_WORDS[change.direction],
        spoke=change.why_not or SPOKE_WORDS.get(change.spoke, ""),
        icon=change.icon, assurance=change.assurance, level_words=_level_words(member),
        gaps_in_chart=_gaps_in_chart(member.series, edition),
        why_no_chart=_why_no_chart(member.series, line),
        unlinked=edition.speaker.say(member.unlinked, instead=FEW_LEFT_OUT) if member.unlinked else "",
    )  # fmt: skip


_LENGTHS = {3: "in the quarter", 12: "in the year"}


def _period_words(now: Shown | None, line: Line, measure: Measure) -> str:
    """The figure of the whole period, where the chart's last point is only a part of it."""
    if now is None or not now.can_be_seen or now.value is None:
        return ""
    if not line.dots or line.dots[-1].starts == now.starts:
        return ""
    months = (now.ends.year - now.starts.year) * 12 + now.ends.month - now.starts.month
    return f"{wording.short(now.value, measure)} {_LENGTHS.get(months, 'in the period')}"


def line_of(series: Series, measure: Measure, edition: Edition) -> Line:
    """The points that may be seen. A mean over hidden points would help to work them out, so it goes with them."""
    shown = [(point, edition.shown(point.figure)) for point in series.points]
    seen = [(point, figure) for point, figure in shown if figure is not None and figure.can_be_seen]
    dots = [Dot(figure.starts, figure.value, point.mark) for point, figure in seen if figure.value is not None]
    whole = not any(figure is None or figure.hidden for _, figure in shown)
    last = wording.short(dots[-1].value, measure) if dots else ""
    return Line(
        dots=dots, mean=series.mean if whole else None, lower=series.lower_limit if whole else None,
        upper=series.upper_limit if whole else None, last=last, says=_says(seen, series, measure, whole=whole),
    )  # fmt: skip


def _says(seen: Sequence[tuple[Point, Shown]], series: Series, measure: Measure, *, whole: bool) -> str:
    """The chart in words, for those who do not see it."""
    if not seen:
        return f"{measure.short}: no points can be shown."
    (_, first), (_, last) = seen[0], seen[-1]
    words = [f"{measure.short}: {len(seen)} points, {short_span(first.starts, first.ends)} to {short_span(last.starts, last.ends)}."]
    words.append(f"Last point {wording.short(last.value or 0.0, measure)}.")
    if whole and series.mean is not None and series.lower_limit is not None and series.upper_limit is not None:
        limits = wording.limits_in_words(series.lower_limit, series.upper_limit, measure)
        words.append(f"Mean {wording.short(series.mean, measure)}, limits {limits}.")
    for mark in ("better", "worse", "changed"):
        marked = [figure for point, figure in seen if point.mark == mark]
        if marked:
            words.append(f"{len(marked)} marked {mark}, the last {short_span(marked[-1].starts, marked[-1].ends)}.")
    return " ".join(words)


def _why_no_chart(series: Series, line: Line) -> str:
    if len(line.dots) == 1 or not series.points:
        return "There is only 1 figure." if line.dots else "There are no figures over time."
    return "The numbers of a month are too small to show."


def _gaps_in_chart(series: Series, edition: Edition) -> str:
    shown = [edition.shown(point.figure) for point in series.points]
    hidden = sum(1 for figure in shown if figure is None or figure.hidden)
    if hidden == len(shown):
        return ""
    if hidden:
        return f"{hidden} of {len(shown)} points are hidden, so the mean and limits are too."
    return "Under 13 points: these are trial limits." if series.trial_limits and shown else ""


def _level_words(member: Member) -> str:
    level = member.level
    if level.standard is None or level.stands == "none":
        return ""
    words = {"within": "Within chance of", "much better": "Much better than", "much worse": "Much worse than"}
    side = words.get(level.stands, f"{level.stands.capitalize()} than")
    return f"{side} {level.standard_source}: {wording.short(level.standard, member.measure)}"
