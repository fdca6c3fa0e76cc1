"""What missing links could do to a gap: said beside it, and a warning only where they could explain it."""

from dataclasses import replace
from datetime import date

import pytest

from wholeplace.measures.definitions import library_measures
from wholeplace.measures.shapes import Measure, Status
from wholeplace.picture.shapes import Figure, Gap
from wholeplace.picture.unlinked import Missing, with_missing, worded_missing
from wholeplace.terms import AreaCode

MEASURE = library_measures()["back-within-30-days"]


def figure(group: str, value: float, *, measure: Measure = MEASURE) -> Figure:
    return Figure(
        measure=measure.name, area=AreaCode("S"), split="deprivation", group=group, starts=date(2025, 1, 1), ends=date(2026, 1, 1),
        numerator=value * 10, denominator=1000.0, value=value, lower=value - 1, upper=value + 1, people=100, status=Status.COMPLETE,
    )  # fmt: skip


def gap(poorest: float, richest: float, *, slope: tuple[float, float]) -> Gap:
    groups = tuple(figure(str(fifth), poorest if fifth == 1 else richest) for fifth in range(1, 6))
    return Gap(
        split="deprivation", groups=groups, slope=sum(slope) / 2, slope_lower=slope[0], slope_upper=slope[1], slope_before=None,
        relative=None, verdict="no clear change", sentence=None,
    )  # fmt: skip


def missing(poorest: float, richest: float) -> dict[str, Missing]:
    shares = {"1": poorest, **dict.fromkeys("234", 0.01), "5": richest}
    return {group: Missing(counted=1000 * (1 - share), unlinked=1000 * share) for group, share in shares.items()}


def test_a_small_gap_beside_many_missing_records_is_warned_of() -> None:
    told = with_missing(gap(15.0, 14.0, slope=(0.2, 2.0)), MEASURE, missing(0.20, 0.02))
    assert told.linkage_could_explain
    assert told.unlinked[-1].pattern == "Records of no known person could explain this gap."


def test_a_large_gap_stands_and_its_range_is_told() -> None:
    told = with_missing(gap(15.0, 10.0, slope=(4.0, 6.0)), MEASURE, missing(0.03, 0.01))
    assert not told.linkage_could_explain
    low, high = (told.unlinked[-1].numbers[name].value for name in ("low", "high"))
    # the poorest: 15 x (1 - 0.03 + k x 0.03); the least deprived: 10 x (1 - 0.01 + k x 0.01); k from 0.5 to 2 each
    assert low == pytest.approx(15 * 0.985 - 10 * 1.01)
    assert high == pytest.approx(15 * 1.03 - 10 * 0.995)


def test_a_gap_within_chance_needs_no_second_explanation() -> None:
    told = with_missing(gap(15.0, 14.8, slope=(-1.0, 1.4)), MEASURE, missing(0.20, 0.02))
    assert not told.linkage_could_explain
    assert len(told.unlinked) == 1


def test_shares_are_told_with_the_records_behind_them_so_that_small_numbers_can_be_hidden() -> None:
    told = with_missing(gap(15.0, 10.0, slope=(4.0, 6.0)), MEASURE, missing(0.03, 0.001))
    assert told.unlinked[0].numbers["least"].behind == pytest.approx(1.0)


@pytest.mark.parametrize("change", [{"split": "age"}, {"groups": ()}])
def test_other_gaps_are_left_as_they_are(change: dict) -> None:
    other = replace(gap(15.0, 10.0, slope=(4.0, 6.0)), **change)
    assert with_missing(other, MEASURE, missing(0.03, 0.01)) is other


def test_nothing_missing_is_said_too() -> None:
    sentence = worded_missing(Missing(counted=100, unlinked=0))
    assert sentence is not None
    assert sentence.pattern == "Every record that should count here belongs to a known person."
    assert worded_missing(None) is None
    half = worded_missing(Missing(counted=50, unlinked=50))
    assert half is not None
    assert half.numbers["share"].value == 50
    assert half.numbers["share"].behind == 50
