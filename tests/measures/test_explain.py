"""Every measure can say how it is counted, in plain sentences and in SQL."""

import pytest

from wholeplace.measures import explain, measure_reference

REFERENCE = measure_reference()


@pytest.mark.parametrize("name", list(REFERENCE))
def test_each_measure_explains_itself(name: str) -> None:
    explanation = REFERENCE[name]
    assert all(sentence.endswith(".") for sentence in explanation.sentences)
    words = [sentence.split("`")[0].split() for sentence in explanation.sentences]
    assert max(map(len, words)) <= 20
    assert (explanation.sql is None) == (explanation.measure.table == "published")


def test_it_says_how_long_a_month_waits_and_for_whom() -> None:
    sentences = explain(REFERENCE["care-started-within-2-days"].measure).sentences
    assert "A month is whole 3 days after it ends, once the data on stays and care reach that far." in sentences


def test_many_tables_that_it_rests_on_have_a_sentence_of_their_own() -> None:
    sentences = explain(REFERENCE["learning-disability-emergency-stays"].measure).sentences
    assert sentences[-2:] == (
        "A month is whole 28 days after it ends.",
        "By then the data on stays, register months and contacts must reach that far.",
    )


def test_it_names_the_method_of_the_limits() -> None:
    assert any("Wilson" in sentence for sentence in REFERENCE["over-4-hours"].sentences)
    assert any("Dobson" in sentence for sentence in REFERENCE["delayed-days"].sentences)
    assert any("every penny is counted" in sentence for sentence in REFERENCE["cost-per-head-hospital"].sentences)


def test_conditions_are_shown_as_their_writer_wrote_them() -> None:
    sentences = explain(REFERENCE["back-within-30-days"].measure).sentences
    assert any("`person_key is not null and alive and not day_case" in sentence for sentence in sentences)


def test_it_tells_the_codes_of_its_lists_and_whose_they_are() -> None:
    (listed,) = REFERENCE["lung-disease-stays"].lists
    assert (listed.name, listed.codes) == ("lung-disease", ("J40", "J41", "J42", "J43", "J44"))
    assert "Fingertips 92302" in listed.source
    assert not REFERENCE["delayed-days"].lists
