"""Groups of one measure side by side: who is hit hardest. In the groups' own order, never ranked."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.measures.shapes import Measure, Status
from wholeplace.picture.shapes import Figure, Gap
from wholeplace.publish import wording
from wholeplace.publish.charts.dots import DotRow
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.shown import Shown

GROUP_WORDS = {
    "deprivation": {"1": "Most deprived", "2": "Second", "3": "Middle", "4": "Fourth", "5": "Least deprived"},
    "pathway": {"0": "Home, no new need", "1": "Home with support", "2": "Rehabilitation bed", "3": "Care home"},
}
VERDICT_WORDS = {
    "poorest fastest": "The most deprived fifth improved fastest, and the gap closed.",
    "all improve, gap widens": "All improved, but the gap widened.",
    "levelling down": "The gap closed only because the least deprived fifth got worse.",
    "poorest worse": "The most deprived fifth got worse than a year before.",
    "poorest left behind": "The gap widened, as the most deprived fifth did not improve.",
}
SPLIT_WORDS = {
    "deprivation": "by deprivation", "age": "by age", "sex": "by sex", "ethnic_group": "by ethnic group",
    "pathway": "by how people left hospital", "provider": "by organisation", "neighbourhood": "by neighbourhood",
    "organisation": "by organisation", "part": "by how many, who and how often", "setting": "by kind of service",
    "service": "by kind of support", "register": "by register",
}  # fmt: skip


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
    unlinked: Sequence[str] = ()
    warns: bool = False

    @property
    def has_dots(self) -> bool:
        """Is there anything to draw? Where every group is hidden the words say so instead."""
        return any(row.value is not None for row in self.rows)


def gap_view(measure: Measure, gap: Gap, edition: Edition) -> GapView:
    """The groups in their own order. A slope over hidden groups would help to work them out, so it goes with them."""
    pairs = groups_with_people(gap, edition)
    figures = [shown for _, shown in pairs]
    rows = [_dot_row(group_words(figure, gap.split, edition), shown, measure, edition) for figure, shown in pairs]
    whole = not any(shown is None or shown.hidden for shown in figures)
    title = f"{measure.short}, {split_words(gap.split)}"
    return GapView(
        measure=measure, split=gap.split, title=title, rows=rows, figures=figures,
        says=f"{title}: " + ", ".join(f"{row.label} {row.words}" for row in rows) + ".",
        sentence=edition.speaker.say(gap.sentence) if whole else "",
        slope_words=_slope_words(measure, gap) if whole else "", verdict=VERDICT_WORDS.get(gap.verdict, "") if whole else "",
        unlinked=[words for sentence in gap.unlinked if (words := edition.speaker.say(sentence))] if whole else (),
        warns=gap.linkage_could_explain and whole,
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


def split_words(split: str) -> str:
    """ "by age", "by how people left hospital"."""
    return SPLIT_WORDS.get(split, "by " + split.replace("_", " "))


def group_words(figure: Figure, split: str, edition: Edition) -> str:
    """What a group is called. Splits by area or organisation hold whole figures of other areas."""
    if figure.split == "all":
        return edition.name_of(figure.area)
    known = GROUP_WORDS.get(split, {}).get(figure.group) or edition.name_of(figure.group)
    return f"{known[:1].upper()}{known[1:]}"


def _dot_row(label: str, shown: Shown | None, measure: Measure, edition: Edition) -> DotRow:
    value, lower, upper = shown.best if shown is not None and shown.can_be_seen else (None, None, None)
    words = wording.short(value, measure) if value is not None else wording.value_in_words(shown, measure, edition.rule)
    return DotRow(label=label, value=value, lower=lower, upper=upper, words=words)
