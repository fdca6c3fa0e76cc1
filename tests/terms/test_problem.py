from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.group import AGE_BANDS, EUROPEAN_STANDARD_POPULATION_2013, age_band_name, age_band_of

PROBLEM = Problem(where="row 41, ends", what="2026-03-02 is before starts.", why="Stays cannot end before they start.", fix="Fix the date.")


def test_a_letter_says_all_problems_at_once():
    letter = DataProblem("care.csv was not loaded", [PROBLEM, PROBLEM]).letter()
    assert letter.startswith("care.csv was not loaded: 2 problems.")
    assert letter.count("Fix the date.") == 2


def test_machines_read_the_same_letter():
    said = DataProblem("care.csv", [PROBLEM]).for_machines()
    assert said["problems"] == [{"where": PROBLEM.where, "what": PROBLEM.what, "why": PROBLEM.why, "fix": PROBLEM.fix}]


def test_the_standard_population_has_a_weight_for_each_band():
    assert len(AGE_BANDS) == len(EUROPEAN_STANDARD_POPULATION_2013) == 19
    assert sum(EUROPEAN_STANDARD_POPULATION_2013) == 100_000
    assert (age_band_of(0), age_band_of(89), age_band_of(104)) == (0, 85, 90)
    assert (age_band_name(65), age_band_name(90)) == ("65 to 69", "90 and over")
