"""The verdict table: rows say what each measure did, and the word that a board reads. Published in the docs as it stands."""

from datetime import date
from itertools import product

import pytest

from wholeplace.picture import Direction, Verdict
from wholeplace.picture.verdicts import Told, verdict_of

title = "A verdict is never good while a counterpart has worsened"
VERDICTS = """
  measure         | first counterpart | second counterpart | verdict
  better          | no clear change   |                    | improving
  better          | better            |                    | improving
  better          | changed           |                    | improving
  better          | no clear change   | cannot say         | improving
  better          | cannot say        |                    | cannot say
  better          | worse             |                    | shifting, not improving
  better          | better            | worse              | shifting, not improving
  worse           | better            |                    | shifting, not improving
  no clear change | better            | worse              | shifting, not improving
  cannot say      | better            | worse              | shifting, not improving
  worse           | no clear change   |                    | worsening
  worse           | worse             |                    | worsening
  no clear change | worse             |                    | worsening
  cannot say      | worse             |                    | worsening
  changed         | worse             |                    | worsening
  no clear change | no clear change   |                    | no clear change
  no clear change | better            |                    | no clear change
  no clear change | cannot say        |                    | no clear change
  changed         | no clear change   |                    | changed
  changed         | better            |                    | changed
  cannot say      | better            |                    | cannot say
  cannot say      | cannot say        |                    | cannot say
"""

LEVELS = """
  measure         | its level   | counterpart     | its level   | verdict
  cannot say      | better      | no clear change | worse       | good on one, poor on the other
  better          | much better | cannot say      | worse       | good on one, poor on the other
  no clear change | worse       | cannot say      | much better | good on one, poor on the other
  cannot say      | better      | cannot say      | within      | cannot say
  no clear change | better      | no clear change | worse       | no clear change
  better          | better      | no clear change | worse       | improving
  better          | better      | worse           | worse       | shifting, not improving
"""


def rows(table):
    return [pytest.param(*cells, id=" / ".join(filter(None, cells))) for cells in _cells(table)]


def _cells(table):
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("measure", "first", "second", "verdict"), rows(VERDICTS))
def test_by_change(measure, first, second, verdict):
    counterparts = [Told(direction=Direction(word)) for word in (first, second) if word]
    assert verdict_of(Told(direction=Direction(measure)), counterparts) == verdict


@pytest.mark.parametrize(("measure", "level", "counterpart", "other_level", "verdict"), rows(LEVELS))
def test_by_level_where_there_is_no_series(measure, level, counterpart, other_level, verdict):
    told = Told(direction=Direction(measure), level=level)
    assert verdict_of(told, [Told(direction=Direction(counterpart), level=other_level)]) == verdict


GOOD = {Verdict.IMPROVING}
DAYS = (None, date(2025, 10, 1), date(2023, 1, 1))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_never_good_while_a_counterpart_worsens_in_any_combination(count):
    options = [Told(direction=direction, until=day) for direction in Direction for day in DAYS]
    for chased, *others in product(options, repeat=min(count, 2) + 1):
        counterparts = [*others, *others[: count - 2]] if count > 2 else others
        if any(each.direction is Direction.WORSE for each in (chased, *counterparts)):
            assert verdict_of(chased, counterparts) not in GOOD


def test_changes_more_than_a_year_apart_do_not_shift_into_each_other():
    chased = Told(direction=Direction.BETTER, until=date(2025, 10, 1))
    assert verdict_of(chased, [Told(direction=Direction.WORSE, until=date(2024, 10, 1))]) is Verdict.SHIFTING
    assert verdict_of(chased, [Told(direction=Direction.WORSE, until=date(2024, 9, 1))]) is Verdict.CANNOT_SAY


def test_an_old_figure_of_the_counterpart_does_not_make_it_good():
    chased = Told(direction=Direction.BETTER, until=date(2025, 10, 1))
    assert verdict_of(chased, [Told(direction=Direction.NONE, until=date(2021, 1, 1))]) is Verdict.CANNOT_SAY


def test_every_verdict_stands_in_the_tables():
    assert {cells[-1] for cells in _cells(VERDICTS) + _cells(LEVELS)} == set(Verdict)
