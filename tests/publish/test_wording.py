"""Numbers in words, and sentences whose numbers may not be said."""

from datetime import date

import pytest

from tests.publish import builder
from wholeplace.measures.statistics import SMALL_NUMBER_RULES as RULES
from wholeplace.picture.shapes import Quantity, Sentence
from wholeplace.publish import wording
from wholeplace.publish.pages.members import short_span
from wholeplace.publish.wording import Speaker

SPEAKER = Speaker(RULES["hide-1-to-7-round-to-5"])


@pytest.mark.parametrize(
    ("value", "words"),
    [(1078.4, "1,078"), (15.73, "15.7"), (13.0, "13"), (0.418, "0.42"), (0, "0"), (-2.5, "-2.5"), (100, "100"), (0.003, "0")],
)
def test_numbers_have_about_three_figures(value, words):
    assert wording.number(value) == words


@pytest.mark.parametrize(("pounds", "words"), [(1240.4, "£1,240"), (3.5, "£3.50"), (35_700_000, "£35.7 million"), (-12, "-£12.00")])
def test_money(pounds, words):
    assert wording.money(pounds) == words


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (date(2025, 9, 1), date(2025, 10, 1), "Sep 2025"),
        (date(2024, 1, 1), date(2025, 1, 1), "2024"),
        (date(2023, 4, 1), date(2024, 4, 1), "2023/24"),
        (date(2021, 1, 1), date(2024, 1, 1), "2021 to 23"),
    ],
)
def test_spans_on_an_axis(starts, ends, words):
    assert short_span(starts, ends) == words


def test_counts_in_a_sentence_are_rounded_by_the_rule():
    sentence = Sentence(pattern="{n} people came back.", numbers={"n": Quantity(value=242, shows="count", behind=242)})
    assert SPEAKER.say(sentence) == "240 people came back."


def test_a_sentence_about_few_people_is_not_said():
    sentence = Sentence(pattern="{n} people came back.", numbers={"n": Quantity(value=4, shows="count", behind=4)})
    assert SPEAKER.say(sentence, instead="Few people came back.") == "Few people came back."


def test_a_rate_of_few_people_is_not_said_either():
    sentence = Sentence(pattern="{n} of them.", numbers={"n": Quantity(value=33.3, shows="percent", behind=3)})
    assert SPEAKER.say(sentence, instead="") == ""


def test_nobody_is_a_number_that_may_be_said():
    sentence = Sentence(pattern="{n} people waited.", numbers={"n": Quantity(value=0, shows="count", behind=0)})
    assert SPEAKER.say(sentence) == "0 people waited."


def test_numbers_that_are_not_about_people_are_said_as_they_are():
    sentence = Sentence(pattern="{n} in 100.", numbers={"n": Quantity(value=4, shows="number")})
    assert SPEAKER.say(sentence) == "4 in 100."


def test_hidden_small_and_missing_have_different_words(picture):
    measure = builder.measures(("delayed-days",))["delayed-days"]
    rule = RULES["hide-1-to-7-round-to-5"]
    assert wording.why_no_number(None, rule) == "no data"
    assert rule.small == "fewer than 8"
    assert wording.value_in_words(None, measure, rule) == "no data"
