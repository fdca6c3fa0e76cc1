"""Definitions: what is read, and the letters for what is not. Every problem is told at once."""

from importlib.resources import files

import pytest

from wholeplace.people.cohort.keys import KEYS, REQUIRED
from wholeplace.people.cohort.reading import read_definition
from wholeplace.people.cohort.shapes import ALL, AreaAsk, EventAsk, RowAsk
from wholeplace.terms import DataProblem, Problem

GOOD = """
title = "Babies"
question = "What air did they breathe?"
source = "a test"
purpose = "planning"

[enter]
from = "births"
on = "born"
counts = "live"

[[exclude]]
name = "Twin"
when = "one_of_several or no2_high"

[follow]
to_days = 30

[baseline]
columns = ["sex", "deprivation_fifth", "smoked"]
by = "no2"

[[exposures]]
name = "no2"
from = "exposures"
exposure = "nitrogen dioxide"
of = "mother"
over = "the year before index"

[[exposures]]
name = "no2_high"
when = "weight_grams > 3000"

[[exposures]]
name = "smoked"
from = "answers"
question = "smokes"
of = "mother"
within_days = [-365, 0]
take = "last"

[[outcomes]]
name = "admitted"
from = "stays"
counts = "admitted_as = 'emergency'"
within_days = [0, 30]
as = "any"
"""


def problems_of(text: str, name: str = "babies") -> tuple[Problem, ...]:
    with pytest.raises(DataProblem) as told:
        read_definition(name, text)
    return told.value.problems


def test_a_definition_is_read() -> None:
    read = read_definition("babies", GOOD)
    no2, high, smoked = read.exposures
    assert isinstance(no2, AreaAsk)
    assert (no2.over, no2.of, no2.combine) == ((-365, -1), "mother", "mean")
    assert high == RowAsk(name="no2_high", when="weight_grams > 3000")
    assert isinstance(smoked, EventAsk)
    assert (smoked.gives, smoked.value, smoked.number, smoked.on) == ("last", "value", True, "answered")
    assert (read.enter.between, read.enter.one_row, read.follow.ends_with) == (ALL, "first", ("death", "left the place"))
    assert read.columns == ("sex", "deprivation_fifth", "smoked")


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        ('purpose = "planing"', 'purpose = "planning"', 'Did you mean "planning"?'),
        ('from = "birth"', 'from = "births"', 'Did you mean "births"?'),
        ('on = "borne"', 'on = "born"', 'Did you mean "born"?'),
        ('counts = "alive"', 'counts = "live"', 'Did you mean "live"?'),
        ("[folow]", "[follow]", 'Did you mean "follow"?'),
        ('to_day = 30', "to_days = 30", 'Did you mean "to_days"?'),
        ('"deprivation_fith"', '"deprivation_fifth"', 'Did you mean "deprivation_fifth"?'),
        ('by = "no3"', 'by = "no2"', 'Did you mean "no2"?'),
        ('when = "one_of_severl or no2_high"', 'when = "one_of_several or no2_high"', 'Did you mean "one_of_several"?'),
        ('when = "mother_key is null"', 'when = "one_of_several or no2_high"', 'has no column "mother_key"'),
        ("counts = \"admitted_as = 'emergancy'\"", "counts = \"admitted_as = 'emergency'\"", 'Did you mean "emergency"?'),
        ('over = "the year before"', 'over = "the year before index"', "is not two whole numbers of days"),
        ("within_days = [-365, 5]", "within_days = [-365, 0]", "it reaches to day 5, after the index day"),
        ("within_days = [0, 365]", "within_days = [0, 30]", "are not inside the days followed, 0 to 30"),
        ("within_days = [30, 0]", "within_days = [0, 30]", "is not two whole numbers"),
        ('name = "sex"', 'name = "admitted"', "another column has this name"),
        ('name = "any"', 'name = "admitted"', "it is a word of SQL"),
        ('name = "Admitted now"', 'name = "admitted"', "it cannot be the name of a column"),
        ('exposure = "nitrogen dioxide"\nquestion = "x"', 'exposure = "nitrogen dioxide"', "it has no meaning here"),
        ('take = "last"\nas = "any"', 'take = "last"', "it needs either `as` or `take`"),
        ('take = "last"\nstanding = true', 'take = "last"', "rows of answers are of one day"),
        ('question = "What air"', 'question = "What air did they breathe?"', "it has no question mark at its end"),
        ('value = "sex"\ntake = "mean"', 'take = "last"', "sex is a text"),
        ('from = "answers"\nvalue = "vlaue"', 'from = "answers"', 'Did you mean "value"?'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_was_meant(wrong: str, right: str, says: str) -> None:
    assert right in GOOD
    told = problems_of(GOOD.replace(right, wrong, 1))
    assert any(says in str(problem) for problem in told), [str(problem) for problem in told]
    assert all(problem.where.startswith("cohorts/babies.toml") for problem in told)


def test_every_problem_is_told_at_once() -> None:
    wrong = GOOD.replace('counts = "live"', 'counts = "alive"').replace("[0, 30]", "[0, 99]").replace('by = "no2"', 'by = "no22"')
    assert len(problems_of(wrong)) == 3


@pytest.mark.parametrize(("section", "key"), [(section, key) for section, keys in REQUIRED.items() for key in keys if section == ""])
def test_what_must_be_there_is_asked_for(section: str, key: str) -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(f"{key} =")]
    text = "\n".join(lines) if key != "enter" else GOOD.split("[enter]", maxsplit=1)[0]
    assert any(problem.where.endswith(key) and "missing" in problem.what for problem in problems_of(text))


def test_only_births_have_mothers() -> None:
    text = GOOD.replace('from = "births"\non = "born"\ncounts = "live"', 'from = "stays"\non = "ended"')
    told = " ".join(map(str, problems_of(text.replace('over = "the year before index"', 'over = "pregnancy"'))))
    assert "rows of stays name no mother" in told
    assert "tell of no pregnancy" in told


COMPARED = '[compare]\nwith = "population"\nsame = ["sex"]\n'


def test_a_comparison_needs_one_day_and_no_other_split() -> None:
    told = " ".join(map(str, problems_of(GOOD + COMPARED)))
    assert "a comparison needs one index day" in told
    assert "a comparison already splits the table" in told
    one_day = GOOD.replace('counts = "live"', 'between = "the last that can be followed"').replace('by = "no2"\n', "")
    compared = read_definition("babies", one_day + COMPARED)
    assert compared.compare is not None
    assert "is not known of everybody" in str(problems_of(one_day + COMPARED.replace('"sex"', '"provider"'))[0])


def test_what_is_no_toml_is_told() -> None:
    (problem,) = problems_of("title = ")
    assert "it is not TOML" in problem.what


@pytest.mark.parametrize("name", ["Babies", "../babies", "babies.2", ""])
def test_a_name_must_be_able_to_name_a_folder(name: str) -> None:
    assert "cannot be the name of a cohort" in problems_of(GOOD, name)[0].what


def test_every_key_says_what_it_is_for_and_the_readme_has_it() -> None:
    readme = (files("wholeplace.people.cohort") / "README.md").read_text("utf-8")
    for section, keys in KEYS.items():
        for key, (_, meaning) in keys.items():
            assert len(meaning) > 8
            assert f"| `{key}` |" in readme.split(f"## `{section or 'the whole'}`")[1].split("\n## ")[0], (section, key)
