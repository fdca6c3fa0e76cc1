"""Measures from TOML: the library is whole, and a mistake in a local file gets a letter that says what to do."""

from pathlib import Path

import pytest

from tests.measures.towns import town
from wholeplace.measures import Kind, Lens, library
from wholeplace.measures.definitions import library_measures, read_measures
from wholeplace.measures.keys import KEYS
from wholeplace.terms import DataProblem, Problem

GOOD = """
title = "Short stays"
short = "Short stays"
question = "What share of stays are short?"
lens = "quality"
better = "higher"
read_with = ["delayed-days"]
from = "stays"
on = "ended"
counts = "alive"
of_which = "nights < 2"
kind = "proportion"
unit = "per cent"
topic = "leaving hospital"
noun = "short stays"
definition_id = "short-stays-1"
source = "Agreed here, 2026"
"""


def letters(text: str, name: str = "short-stays") -> list[Problem]:
    problems: list[Problem] = []
    read_measures({name: text, "delayed-days": GOOD.replace('"delayed-days"', '"short-stays"')}, problems)
    return problems


def test_a_good_file_is_read() -> None:
    assert letters(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('better = "higher"', 'beter = "higher"', 'Did you mean "better"?'),
        ('better = "higher"', 'better = "hihger"', 'Did you mean "higher"?'),
        ('read_with = ["delayed-days"]', "read_with = []", "never shown alone"),
        ('read_with = ["delayed-days"]', 'read_with = ["delayed-day"]', 'Did you mean "delayed-days"?'),
        ('read_with = ["delayed-days"]', 'read_with = ["short-stays"]', "the measure itself"),
        ('from = "stays"', 'from = "stay"', 'Did you mean "stays"?'),
        ('on = "ended"', 'on = "ready"', "is not a date that places a row"),
        ('on = "ended"\n', "", "Every row stands in one month"),
        ('counts = "alive"', 'counts = "alife"', 'Did you mean "alive"?'),
        ("are short?", "are short", "no question mark"),
        ('short = "Short stays"', f'short = "{"x" * 33}"', "33 characters"),
        ('kind = "proportion"', 'kind = "rate"', "population: it is missing"),
        ('kind = "proportion"', 'kind = "mean"', "amount: it is missing"),
        ('unit = "per cent"', 'unit = "per cent"\nper = 1000', "has no meaning"),
        ('unit = "per cent"', "unit = 3", "3 is not text"),
        ('unit = "per cent"', 'unit = "per cent"\nstandardise = "direct"', "does not fit a proportion"),
        ('unit = "per cent"', 'unit = "per cent"\ncomplete_after = "a month"', "is not a number of days"),
        ('unit = "per cent"', 'unit = "per cent"\nsplits = ["provder"]', 'Did you mean "provider"?'),
        ('unit = "per cent"', 'unit = "per cent"\nindicator = "93015"', "belongs with from = published"),
        ('title = "Short stays"', "title = ", "it is not TOML"),
        ('source = "Agreed here, 2026"', "", "source: it is missing"),
        ('definition_id = "short-stays-1"', 'definition_id = ["a", "b"]', "cannot make one series"),
    ],
)
def test_a_mistake_gets_a_letter(old: str, new: str, says: str) -> None:
    assert old in GOOD
    found = letters(GOOD.replace(old, new))
    assert any(says in str(problem) for problem in found), [str(problem) for problem in found]


def test_a_letter_names_the_file_and_the_key() -> None:
    (problem,) = letters(GOOD.replace('better = "higher"', 'better = "up"'))
    assert problem.where == "measures/short-stays.toml, better"


def test_two_definitions_in_one_file_are_refused_with_the_reason() -> None:
    both = 'definition_id = ["delayed-transfers-of-care-2010-to-2020", "discharge-ready-date-delay-2023"]'
    (problem,) = letters(GOOD.replace('definition_id = "short-stays-1"', both))
    assert "every day after a person could leave" in problem.why


def test_a_local_measure_joins_the_library(tmp_path: Path) -> None:
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "short-stays.toml").write_text(GOOD)
    assert "short-stays" in library(town(tmp_path))


def test_a_local_measure_does_not_replace_one_of_the_library(tmp_path: Path) -> None:
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "delayed-days.toml").write_text(GOOD)
    with pytest.raises(DataProblem, match="already has a measure"):
        library(town(tmp_path))


MEASURES = library_measures()


def test_the_library_is_large_and_sees_through_all_three_lenses() -> None:
    assert len(MEASURES) >= 24
    assert {measure.lens for measure in MEASURES.values()} == set(Lens)
    assert {measure.kind for measure in MEASURES.values()} >= {Kind.RATE, Kind.PROPORTION, Kind.MEAN, Kind.PUBLISHED}


def test_each_stage_of_life_has_a_measure() -> None:
    topics = {measure.topic for measure in MEASURES.values()}
    assert topics >= {"best start", "healthy lives", "longer lives"}
    assert topics >= {"loneliness", "learning disability", "housing", "obesity", "air", "jobs"}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_each_measure_of_the_library_reads_well(measure) -> None:
    assert len(measure.question.split()) <= 20
    assert measure.noun
    assert measure.rises
    assert measure.falls
    assert not {"patient", "patients", "los", "DTOC"} & set(f"{measure.title} {measure.question} {measure.noun}".split())


def test_every_key_has_a_meaning() -> None:
    assert all(kind and meaning for kind, meaning in KEYS.values())
