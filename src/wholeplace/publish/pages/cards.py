"""A reading made ready to be seen: members side by side, who is hit hardest, the parts of the change."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.measures.shapes import Better, Measure, Status
from wholeplace.picture.shapes import Direction, Driver, Figure, Gap, Member, Reading, Verdict
from wholeplace.publish import wording
from wholeplace.publish.charts.bars import Part
from wholeplace.publish.charts.dots import DotRow
from wholeplace.publish.disclosure import Rule
from wholeplace.publish.pages.edition import VERDICT_COLOURS, Edition
from wholeplace.publish.pages.members import MemberView, member_views
from wholeplace.publish.shown import Shown

GROUP_WORDS = {("deprivation", "1"): "Most deprived", ("deprivation", "5"): "Least deprived"}
SPLIT_WORDS = {
    "deprivation": "by deprivation", "age": "by age", "sex": "by sex", "ethnic_group": "by ethnic group",
    "pathway": "by how people left hospital", "provider": "by organisation", "neighbourhood": "by neighbourhood",
}  # fmt: skip
TOP_DRIVERS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class GapView:
    """One split of one member over 12 months."""

    measure: Measure
    split: str
    title: str
    rows: Sequence[DotRow]
    figures: Sequence[Shown | None]
    says: str
    sentence: str
    slope_words: str
    verdict: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DriverView:
    """The parts of one change, adding up to `total`."""

    measure: Measure
    title: str
    parts: Sequence[Part]
    total: Part
    worse_when: int
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CardView:
    """One reading of one area."""

    reading: Reading
    colour: str
    sentence: str
    members: Sequence[MemberView]
    gap: GapView | None
    drivers: DriverView | None
    where: str
    link: str
    why_cannot: str

    @property
    def verdict(self) -> str:
        return f"{self.reading.verdict[0].upper()}{self.reading.verdict[1:]}"


def card(reading: Reading, edition: Edition) -> CardView:
    """Everything the index, the reading's page and the area's page say of one reading."""
    told = told_member(reading)
    may_tell = edition.may_tell(reading)
    drivers = driver_views(reading, edition) if may_tell else []
    gaps = [gap for gap in told.gaps if gap.split == "deprivation"]
    return CardView(
        reading=reading, colour=VERDICT_COLOURS[reading.verdict], sentence=edition.sentence_of(reading),
        members=member_views(reading.members, edition),
        gap=gap_view(told.measure, gaps[0], edition) if gaps else None,
        drivers=drivers[0] if drivers else None,
        where=edition.speaker.say(reading.where) if may_tell else "",
        link=edition.speaker.say(reading.link) if may_tell else "",
        why_cannot=reading.why_cannot if reading.verdict is Verdict.CANNOT_SAY else "",
    )  # fmt: skip


def told_member(reading: Reading) -> Member:
    """The member that the card explains: the one whose drivers are known, else one that worsened, else the chased one."""
    explained = [member for member in reading.members if member.measure.name == reading.drivers_of]
    worse = [member for member in reading.members if member.change.direction is Direction.WORSE]
    return (explained or worse or list(reading.members))[0]


def gap_view(measure: Measure, gap: Gap, edition: Edition) -> GapView:
    """The groups in their own order. A slope over hidden groups would help to work them out, so it goes with them."""
    pairs = groups_with_people(gap, edition)
    figures = [shown for _, shown in pairs]
    rows = [_dot_row(figure.group, shown, measure, edition, gap.split) for figure, shown in pairs]
    whole = not any(shown is None or shown.hidden for shown in figures)
    title = f"{measure.short}, {SPLIT_WORDS.get(gap.split, 'by ' + gap.split.replace('_', ' '))}"
    return GapView(
        measure=measure, split=gap.split, title=title, rows=rows, figures=figures,
        says=f"{title}: " + ", ".join(f"{row.label} {row.words}" for row in rows) + ".",
        sentence=edition.speaker.say(gap.sentence) if whole else "",
        slope_words=_slope_words(measure, gap) if whole else "", verdict=gap.verdict if whole else "cannot say",
    )  # fmt: skip


def groups_with_people(gap: Gap, edition: Edition) -> list[tuple[Figure, Shown | None]]:
    """The groups of a gap that this area has: one without anybody in it is left out. A hidden one is not."""
    pairs = [(figure, edition.shown(figure)) for figure in gap.groups]
    return [(figure, shown) for figure, shown in pairs if shown is not None and (shown.hidden or shown.status != Status.NO_DATA)]


def _slope_words(measure: Measure, gap: Gap) -> str:
    if gap.slope is None or gap.slope_lower is None or gap.slope_upper is None:
        return ""
    low, high = sorted((abs(gap.slope_lower), abs(gap.slope_upper)))
    if gap.slope_lower <= 0 <= gap.slope_upper:
        return "From least to most deprived, the gap is within what chance explains."
    points = " points" if measure.unit == "per cent" else ""
    return (
        f"From least to most deprived, the gap is {wording.number(abs(gap.slope))}{points} "
        f"(from {wording.number(low)} to {wording.number(high)})."
    )


def group_words(split: str, group: str) -> str:
    if split == "deprivation":
        return GROUP_WORDS.get((split, group), f"Fifth {group}" if group.isdigit() else group)
    return f"{group[:1].upper()}{group[1:]}"


def _dot_row(group: str, shown: Shown | None, measure: Measure, edition: Edition, split: str) -> DotRow:
    value, lower, upper = shown.best if shown is not None and shown.can_be_seen else (None, None, None)
    words = wording.short(value, measure) if value is not None else wording.value_in_words(shown, measure, edition.rule)
    return DotRow(label=group_words(split, group), value=value, lower=lower, upper=upper, words=words)


def driver_views(reading: Reading, edition: Edition) -> list[DriverView]:
    """One view for each split, in the picture's own order; none where a number they are made from is hidden."""
    told = told_member(reading)
    splits = dict.fromkeys(driver.split for driver in reading.drivers)
    made = []
    for split in splits:
        drivers = [driver for driver in reading.drivers if driver.split == split]
        if drivers and reading.drivers_of == told.measure.name and not _has_hidden_parts(told.measure, reading.area, split, edition):
            made.append(_driver_view(told.measure, split, drivers, edition))
    return made


def _has_hidden_parts(measure: Measure, area: str, split: str, edition: Edition) -> bool:
    """A part is now less before: where one of the two is hidden the part would give it away."""
    return bool(edition.hidden_parts(measure.name, area, split))


def _driver_view(measure: Measure, split: str, drivers: Sequence[Driver], edition: Edition) -> DriverView:
    whole = sum(driver.events for driver in drivers)
    named = sorted((d for d in drivers if not d.spread_evenly), key=lambda d: -abs(d.events))[:TOP_DRIVERS]
    rest = whole - sum(driver.events for driver in named)
    labels = [driver.label for driver in named]
    sizes = [driver.events for driver in named]
    if len(named) < len(drivers):
        labels.append("Spread evenly" if len(named) + 1 == len(drivers) else "All the rest")
        sizes.append(rest)
    total, *parts = adding_up(whole, sizes, edition.rule if measure.people_counted else None)
    scale = 100 if measure.table == "spend" else 1
    words = [_signed(part / scale, measure) for part in parts]
    worse = {Better.LOWER: 1, Better.HIGHER: -1, Better.NEITHER: 0}[measure.better]
    title = f"The change from a year before, {SPLIT_WORDS.get(split, 'by ' + split.replace('_', ' '))}"
    return DriverView(
        measure=measure,
        title=title,
        parts=[Part(*part) for part in zip(labels, parts, words, strict=True)],
        total=Part("All together", total, _signed(total / scale, measure)),
        worse_when=worse,
        says=f"{title}: "
        + ", ".join(f"{label} {word}" for label, word in zip(labels, words, strict=True))
        + f"; all together {_signed(total / scale, measure)}.",
    )


def _signed(value: float, measure: Measure) -> str:
    words = wording.money(abs(value)) if measure.table == "spend" else wording.count(abs(value))
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{words}"


def adding_up(whole: float, parts: Sequence[float], rule: Rule | None) -> list[float]:
    """The whole and its parts, rounded by the rule so that the parts still add up (largest remainders are rounded up)."""
    step = max(rule.rounds_to, rule.midpoint, 1) if rule is not None else 1
    total = round(whole / step)
    floors = [int(part // step) for part in parts]
    left = total - sum(floors)
    order = sorted(range(len(parts)), key=lambda n: (-(parts[n] / step - floors[n]), n))
    for n in order[: max(0, left)]:
        floors[n] += 1
    return [total * step, *(n * step for n in floors)]
