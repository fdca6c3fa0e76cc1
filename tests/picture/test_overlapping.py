"""Points that look back 12 months overlap: their chart is never judged, only the year before is."""

import pytest

from tests.picture.made import PERIOD, measure, results, steady
from wholeplace.measures.shapes import Kind
from wholeplace.picture.figures import by_measure
from wholeplace.picture.words import unit_after


@pytest.mark.parametrize("rolling", [0, 12])
def test_a_rolling_measure_overlaps_and_another_does_not(rolling: int) -> None:
    made = results(steady(measure("falls", rolling=rolling)))
    assert by_measure(made)["falls"].overlapping is (rolling > 0)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_family_of_its_own_arithmetic(kind: Kind) -> None:
    made = results(steady(measure("falls", kind=kind)))
    assert by_measure(made)["falls"].period == PERIOD


def test_the_shortest_words_after_a_number_say_its_unit() -> None:
    assert unit_after(measure("visits", kind=Kind.RATIO, per=100, unit="admissions per 100 visits")) == " per 100"
    assert unit_after(measure("visits", kind=Kind.RATIO, per=1, unit="visits a stay")) == " visits a stay"
    assert unit_after(measure("nights", kind=Kind.MEDIAN, unit="nights")) == " nights"
