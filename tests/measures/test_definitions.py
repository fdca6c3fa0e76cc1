"""Measures from TOML: the library is whole, and a mistake in a local file gets a letter that says what to do."""

from collections import Counter
from pathlib import Path

import pytest

from tests.measures.towns import town
from wholeplace.measures import Kind, Lens, library
from wholeplace.measures.definitions import library_measures, measure_named, problems_of, read_measures
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
        ('unit = "per cent"', 'unit = "per cent"\nindicator = "93015"', "indicator: it has no meaning, as from is stays"),
        ('kind = "proportion"', 'kind = "published"', "kind: it is published, but from is stays"),
        ('from = "stays"', 'from = "published"', "indicator: it is missing, and from is published"),
        ('from = "stays"', 'from = "person_months"', 'write kind = "rate" and a condition on it in population'),
        ('counts = "alive"', 'counts = "ready = null"', "Write ready is null, or ready is not null."),
        ('counts = "alive"', "counts = 'admitted_as = \"emergency\"'", "If it is a text, write 'emergency'."),
        ('counts = "alive"', 'counts = "ended - started > 3"', "Days between two dates are columns of their own: nights, delay_days"),
        ('counts = "alive"', "counts = \"diagnosis = 'J45.9'\"", "Write 'J459'."),
        ('counts = "alive"', "counts = \"diagnosis = 'j45'\"", "Write diagnosis like 'J45%'."),
        ('counts = "alive"', "counts = \"diagnosis in ('J450', 'J45')\"", "or name a code list: diagnosis in codes('...')."),
        ('counts = "alive"', "counts = \"diagnosis like 'j45.%'\"", "Write like 'J45%'."),
        ('counts = "alive"', 'counts = "age_band >= 66"', "Use age, the whole years."),
        ('counts = "alive"', 'counts = "age_band > 65"', "Write age_band >= or < the end you mean."),
        ('title = "Short stays"', 'title = "Short stays"\nrises = "More leave."', "rises: it ends with a full stop"),
        ('title = "Short stays"', "title = ", "it is not TOML"),
        ('source = "Agreed here, 2026"', "", "source: it is missing"),
        ('definition_id = "short-stays-1"', 'definition_id = ["a", "b"]', "cannot make one series"),
    ],
)
def test_a_mistake_gets_a_letter(old: str, new: str, says: str) -> None:
    assert old in GOOD
    found = letters(GOOD.replace(old, new))
    assert any(says in str(problem) for problem in found), [str(problem) for problem in found]


RATIO = GOOD.replace(
    'of_which = "nights < 2"', 'denominator = { from = "attendances", on = "arrived", counts = "not planned" }\nper = 100'
).replace('kind = "proportion"', 'kind = "ratio"')
MEDIAN = GOOD.replace('of_which = "nights < 2"', 'amount = "nights"').replace('kind = "proportion"', 'kind = "median"')
QUANTILE = MEDIAN.replace('kind = "median"', 'kind = "quantile"\nquantile = 0.9')
RATE = GOOD.replace('of_which = "nights < 2"', 'population = "true"\nper = 100').replace('kind = "proportion"', 'kind = "rate"')


@pytest.mark.parametrize("text", [RATIO, MEDIAN, QUANTILE, RATE + 'rolling = "12 months"\npeople = "resident"\n'])
def test_each_new_kind_is_read(text: str) -> None:
    assert letters(text) == []


@pytest.mark.parametrize(
    ("text", "old", "new", "says"),
    [
        (RATIO, 'from = "attendances"', 'from = "attendance"', 'Did you mean "attendances"?'),
        (RATIO, 'from = "attendances", ', "", "denominator.from: it is missing"),
        (RATIO, 'from = "attendances"', 'from = "spend"', "denominator.from"),
        (RATIO, 'on = "arrived"', 'on = "ended"', "is not a date that places a row of attendances"),
        (RATIO, 'counts = "not planned"', 'counts = "not planed"', 'Did you mean "planned"?'),
        (RATIO, 'counts = "not planned"', 'count = "not planned"', 'Did you mean "counts"?'),
        (RATIO, "\nper = 100", "", "per: it is missing"),
        (RATIO, 'unit = "per cent"', 'unit = "x"\nsplits = ["pathway"]', "is not a split of attendances, the denominator"),
        (RATIO, "denominator = {", "denominater = {", 'Did you mean "denominator"?'),
        (RATIO, '{ from = "attendances", on = "arrived", counts = "not planned" }', '"attendances"', "is not a table of keys"),
        (RATIO, 'kind = "ratio"', 'kind = "rate"', "denominator: it has no meaning"),
        (MEDIAN, 'amount = "nights"\n', "", "amount: it is missing"),
        (MEDIAN, 'kind = "median"', 'kind = "medain"', 'Did you mean "median"?'),
        (MEDIAN, 'kind = "median"', 'kind = "median"\nquantile = 0.5', "quantile: it has no meaning"),
        (MEDIAN, 'kind = "median"', 'kind = "median"\nstandardise = "direct"', "does not fit a median"),
        (QUANTILE, "quantile = 0.9", "quantile = 90", "90 is not a number between 0 and 1"),
        (QUANTILE, "quantile = 0.9", "", "quantile: it is missing"),
        (RATE, 'unit = "per cent"', 'unit = "x"\nrolling = "3 months"', "cannot be looked back over"),
        (RATE, 'unit = "per cent"', 'unit = "x"\nrolling = 12', "12 is not text"),
        (RATE, "per = 100", "", "per: it is missing, and kind is rate"),
        (RATE, "per = 100", "per = 1000", "does not say 1,000, as per does"),
        (RATE, 'population = "true"', 'population = "age >= 65"', 'table person_months has no column "age"'),
        (RATE, 'population = "true"', 'population = "age_band >= 18"', "Use one of these, or under_18."),
        (RATE, 'unit = "per cent"', 'unit = "x"\npeople = "registred"', 'Did you mean "registered"?'),
        (RATE, 'unit = "per cent"', 'unit = "x"\npeople = "residents"', 'Did you mean "resident"?'),
        (GOOD, 'unit = "per cent"', 'unit = "x"\npeople = "resident"', "people: it has no meaning"),
        (GOOD, 'counts = "alive"', "counts = \"diagnosis in codes('astma')\"", 'Did you mean "asthma"?'),
        (GOOD, 'counts = "alive"', "counts = \"provider in codes('asthma')\"", "holds no codes"),
        (GOOD, 'counts = "alive"', 'counts = "diagnosis in codes()"', "names no list"),
        (GOOD, 'counts = "alive"', 'counts = "diagnosis in codes(asthma)"', "in quotation marks"),
        (GOOD, 'title = "Short stays"', 'title = ""', "title: it is empty"),
    ],
)
def test_a_mistake_in_a_new_kind_gets_a_letter(text: str, old: str, new: str, says: str) -> None:
    assert old in text
    found = letters(text.replace(old, new))
    assert any(says in str(problem) for problem in found), [str(problem) for problem in found]


def test_rolling_does_not_fit_months_that_list_the_same_people() -> None:
    text = RATE.replace('from = "stays"', 'from = "register_months"').replace('on = "ended"', 'on = "month"')
    (problem,) = letters(text.replace('counts = "alive"', 'counts = "checked_in_12_months"') + 'rolling = "12 months"\n')
    assert "list the same people again" in problem.why


def test_all_mistakes_are_told_at_once() -> None:
    wrong = (
        RATIO.replace('on = "ended"', 'on = "ready"').replace("not planned", "not planed").replace('counts = "alive"', 'counts = "alife"')
    )
    assert len(letters(wrong)) == 3


def test_a_wrong_key_does_not_hide_what_else_is_wrong() -> None:
    changes = {"are short?": "are short", 'lens = "quality"': 'lens = "qualty"', "delayed-days": "delayed-day", '"alive"': '"alife"'}
    wrong = GOOD
    for old, new in changes.items():
        wrong = wrong.replace(old, new)
    assert sorted(problem.where for problem in letters(wrong)) == [
        f"measures/short-stays.toml, {key}" for key in ("counts", "lens", "question", "read_with")
    ]


def test_of_a_wrong_key_nothing_more_is_said() -> None:
    (problem,) = letters(GOOD.replace('kind = "proportion"', 'kind = "share"'))
    assert "Choose from rate, proportion" in problem.fix
    assert len(letters(GOOD.replace('from = "stays"', 'from = "stay"').replace('"alive"', '"alife"'))) == 1


def test_an_unfinished_measure_does_not_keep_another_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "half-done.toml").write_text(GOOD.replace('title = "Short stays"', 'title = ""'))
    (tmp_path / "measures" / "fine.toml").write_text(GOOD)
    assert measure_named(town(tmp_path), "fine").title == "Short stays"
    assert measure_named(town(tmp_path), "long-stays").table == "stays"
    with pytest.raises(DataProblem, match="half-done cannot be used"):
        measure_named(town(tmp_path), "half-done")
    with pytest.raises(DataProblem, match="The measures cannot be used"):
        library(town(tmp_path))


def test_a_file_that_is_no_text_gets_a_letter(tmp_path: Path) -> None:
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "odd.toml").write_bytes(GOOD.replace("Short", "Caf\u00e9").encode("latin-1"))
    (problem,) = problems_of(town(tmp_path))
    assert (problem.where, problem.what) == ("measures/odd.toml", "it is not written in UTF-8.")


def test_a_measure_keeps_the_names_of_its_code_lists_and_its_writers_words() -> None:
    text = GOOD.replace('counts = "alive"', "counts = \"diagnosis in codes('asthma')\"")
    measure = read_measures({"short-stays": text, "delayed-days": GOOD}, [])["short-stays"]
    assert measure.code_lists == ("asthma",)
    assert measure.as_written == (("counts", "diagnosis in codes('asthma')"), ("of_which", "nights < 2"))
    assert "J45" in measure.counts


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
    assert len(MEASURES) >= 90
    assert {measure.lens for measure in MEASURES.values()} == set(Lens)
    assert {measure.kind for measure in MEASURES.values()} >= {Kind.RATE, Kind.PROPORTION, Kind.MEAN, Kind.PUBLISHED}


def test_each_stage_of_life_has_a_measure() -> None:
    topics = {measure.topic for measure in MEASURES.values()}
    assert topics >= {"best start", "healthy lives", "longer lives"}
    assert topics >= {"loneliness", "learning disability", "housing", "obesity", "air", "jobs"}


def test_frameworks_that_partners_answer_to_are_covered() -> None:
    sources = " ".join(measure.source for measure in MEASURES.values())
    for framework in (
        "Better Care Fund", "Adult Social Care Outcomes Framework", "NHS Outcomes Framework", "Core20PLUS5", "discharge ready date",
        "I02040", "interface dashboard",
    ):  # fmt: skip
        assert framework in sources


def test_sentences_of_two_measures_are_not_taken_for_each_other() -> None:
    """A board reads "More people ..." and must know which figure it is of. The published twin of a figure says the same."""
    told = Counter(
        text for measure in MEASURES.values() if measure.name != "emergency-readmissions" for text in (measure.rises, measure.falls)
    )
    assert not [text for text, times in told.items() if times > 1]


def test_only_the_first_page_is_led_by_few_readings() -> None:
    assert sum(measure.reading is not None for measure in MEASURES.values()) <= 30


@pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))
def test_each_measure_of_the_library_reads_well(measure) -> None:
    assert len(measure.question.split()) <= 20
    assert max(len(measure.rises.split()), len(measure.falls.split())) <= 13  # figures follow, and 20 words are the most
    assert measure.noun
    assert measure.rises
    assert measure.falls
    assert not {"patient", "patients", "los", "DTOC"} & set(f"{measure.title} {measure.question} {measure.noun}".split())


def test_every_key_has_a_meaning() -> None:
    assert all(kind and meaning for kind, meaning in KEYS.values())
