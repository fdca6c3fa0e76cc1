"""Every sentence of every reading: numerals, at most 20 words, active and plain, and none that cannot be said."""

import re
from datetime import date
from functools import cache

import pytest

from tests.picture.made import place, results, steady
from tests.picture.spoken import spoken
from wholeplace.measures import library
from wholeplace.measures.shapes import Better, Kind, Status
from wholeplace.picture import Quantity, Sentence, Verdict, draw
from wholeplace.picture.shapes import Change, Direction, Figure
from wholeplace.picture.words import change_in_words, lower_first, together, unit_after

MOST_WORDS = 20
PLAIN = re.compile(
    r"\b(patients?|practices?|utili[sz]e|facilitate|leverage|impact|key|robust|going forward|p-value|significant(ly)?)\b", re.I
)


@cache
def pictures():
    """The library's own measures over invented series: all get worse, all get better, and none changes."""
    known = {name: each for name, each in library(place()).items() if each.kind is not Kind.PUBLISHED}
    made = []
    for worse in (1.6, 0.6, 1.0):
        series = []
        for number, each in enumerate(known.values()):
            good = each.better is Better.HIGHER
            change = worse if number % 3 or worse == 1.0 else 1 / worse
            series.append(steady(each, level=90, size=500, change=1 / change if good else change, seed=number))
        made.append(draw(results(*series), place()))
    late = [steady(each, status=Status.NOT_YET_COMPLETE) for each in known.values()]
    return (*made, draw(results(*late), place()))


def sentences():
    for picture in pictures():
        yield from (*picture.headline, *picture.findings, *picture.cannot_say)
        for area in picture.areas:
            for reading in area.readings:
                yield from (each for each in (reading.sentence, reading.where, reading.link) if each is not None)
                yield from (gap.sentence for member in reading.members for gap in member.gaps if gap.sentence is not None)


def single():
    return sorted({part.strip() for each in sentences() for part in re.split(r"(?<=[.?!])\s+(?=[A-Z])", spoken(each))})


def test_there_is_much_to_read():
    assert len(single()) > 300


def test_no_sentence_is_longer_than_20_words():
    assert not [part for part in single() if len(part.split()) > MOST_WORDS]


def test_every_sentence_begins_large_and_ends_with_a_full_stop():
    assert not [part for part in single() if not re.match(r"[A-Z0-9£]", part) or not part.endswith(".")]


def test_words_are_plain():
    assert not [part for part in single() if PLAIN.search(part)]


def test_no_number_is_missing_or_endless():
    assert not [part for part in single() if re.search(r"\bnan\b|\binf\b|None|\{|\d\.\d{3}", part)]


def test_every_verdict_but_the_one_by_level_was_read_aloud():
    seen = {reading.verdict for picture in pictures() for area in picture.areas for reading in area.readings}
    assert seen >= set(Verdict) - {Verdict.GOOD_AND_POOR}


def test_the_headline_has_at_most_three_sentences():
    assert all(1 <= len(picture.headline) <= 3 for picture in pictures())


def test_every_reading_has_its_sentence_and_never_calls_harm_good():
    for picture in pictures():
        for area in picture.areas:
            for reading in area.readings:
                assert reading.sentence.pattern
                if reading.verdict is Verdict.IMPROVING:
                    assert all(member.change.direction is not Direction.WORSE for member in reading.members)


# --- small pieces ---


def test_numbers_of_the_same_name_are_kept_apart():
    one, other = (Sentence(pattern="{now} days.", numbers={"now": Quantity(value=value, shows="days")}) for value in (1.0, 2.0))
    assert spoken(together((one, None, other))) == "1 days. 2 days."


@pytest.mark.parametrize(
    ("text", "after_but"),
    [
        ("More people wait", "more people wait"),
        ("A&E is full", "A&E is full"),
        ("GP visits", "GP visits"),
        ("A smaller share", "a smaller share"),
    ],
)
def test_going_on_after_but(text, after_but):
    assert lower_first(text) == after_but


def test_a_measure_without_its_own_words_still_speaks():
    own = next(iter(library(place()).values()))
    bare = type(own)(**{field: getattr(own, field) for field in own.__slots__} | {"rises": "", "falls": ""})
    rose = Change(
        direction=Direction.WORSE, spoke="both", icon="none", assurance="no target", now=None, before=None,
        difference=1.0, ratio=None, ratio_lower=None, ratio_upper=None,
    )  # fmt: skip
    assert spoken(change_in_words(bare, rose)) == f"{own.title}: the figure went up."


def test_a_published_change_says_which_time_it_is_of():
    smoking = library(place())["smoking"]
    now, before = (
        Figure(
            measure=smoking.name, area="S", split="all", group="all", starts=date(year, 1, 1), ends=date(year + 1, 1, 1), numerator=None,
            denominator=None, value=value, lower=value - 1, upper=value + 1, people=None, status=Status.COMPLETE,
        )
        for year, value in ((2023, 12.0), (2022, 15.0))
    )  # fmt: skip
    fell = Change(
        direction=Direction.BETTER, spoke="year before", icon="none", assurance="no target", now=now, before=before,
        difference=-3.0, ratio=None, ratio_lower=None, ratio_upper=None,
    )  # fmt: skip
    assert spoken(change_in_words(smoking, fell)).endswith("12%, down from 15% (2023).")


def test_units_stand_after_numbers():
    units = {name: unit_after(each) for name, each in library(place()).items()}
    assert units["back-within-30-days"] == ""
    assert units["cost-per-head-hospital"] == " a person a year"
    assert units["delayed-transfers"] == " per 100,000 a day"
    assert units["mental-health-wait-under-18"] == " days"
    assert all(len(unit.split()) <= 6 for unit in units.values())
