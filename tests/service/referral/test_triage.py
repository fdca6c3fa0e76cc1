"""Online triage: every way through it is walked. Nobody gets lost, slips past a red flag, or is routed online under 5."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.service.referral.triage import (
    NOT_KNOWN,
    OWN,
    PILOT,
    TO_SOMEBODY,
    EndKind,
    QuestionKind,
    Questionnaire,
    questionnaire_of,
    read_questionnaire,
    route,
)
from wholeplace.terms import DataProblem

TODAY = date(2026, 11, 2)
SIGNED = '\n[approval]\nname = "A. Tester"\nrole = "a clinician of the tests"\non = 2026-10-01\nreview_by = 2027-10-01\n'
GROWN = date(1960, 5, 1)
ONLINE = frozenset(EndKind) - TO_SOMEBODY


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    path = tmp_path_factory.mktemp("triage") / "triage.toml"
    path.write_text(PILOT.read_text() + SIGNED)
    return read_questionnaire(path, TODAY)


def every_way(questionnaire: Questionnaire) -> Iterator[dict[str, str]]:
    """Each combination of answers to all questions, with "I do not know" and a word of no list among them."""
    asked = [one for one in questionnaire.questions.values() if one.kind is not QuestionKind.AGE]
    said = [[*(answer.say for answer in one.answers), NOT_KNOWN, "purple"] for one in asked]
    for words in product(*said):
        yield {one.id: word for one, word in zip(asked, words, strict=True)}


def test_every_way_ends_and_says_why(pilot: Questionnaire) -> None:
    ends = set()
    for answers in every_way(pilot):
        routed = route(pilot, answers, birth_date=GROWN, today=TODAY)
        assert routed.end is not None
        assert routed.why
        ends.add(routed.end.id)
    assert ends == set(pilot.ends)


def test_a_child_under_5_is_never_routed_online(pilot: Questionnaire) -> None:
    for answers in every_way(pilot):
        for born in (date(2021, 11, 3), date(2026, 11, 2), date(2024, 2, 29)):
            routed = route(pilot, answers, birth_date=born, today=TODAY)
            assert routed.end is not None
            assert routed.end.kind in TO_SOMEBODY
            assert "child under 5" in routed.why


def test_on_the_fifth_birthday_the_questions_begin(pilot: Questionnaire) -> None:
    assert route(pilot, {}, birth_date=date(2021, 11, 2), today=TODAY).asks is not None
    assert route(pilot, {}, birth_date=date(2021, 11, 3), today=TODAY).asks is None


def test_every_red_flag_and_every_unknown_answer_goes_to_a_person_at_once(pilot: Questionnaire) -> None:
    flags = [one for one in pilot.questions.values() if one.kind is QuestionKind.RED_FLAG]
    for answers in every_way(pilot):
        routed = route(pilot, answers, birth_date=GROWN, today=TODAY)
        assert routed.end is not None
        passed = {one.id: one.said for one in routed.answered}
        flagged = any(passed.get(one.id) not in (None, one.answers[-1].say) for one in flags)
        if flagged or NOT_KNOWN in passed.values():
            assert routed.end.kind in TO_SOMEBODY
            assert routed.answered[-1].said in passed.values()
        if routed.end.kind in ONLINE:
            assert {one.id for one in flags} <= set(passed)


@pytest.mark.parametrize("born", [None, date(2026, 11, 3)])
def test_a_birthday_that_is_not_known_or_still_to_come_goes_to_a_person(pilot: Questionnaire, born: date | None) -> None:
    routed = route(pilot, {}, birth_date=born, today=TODAY)
    assert routed.end is not None
    assert routed.end.kind is EndKind.PERSON


def test_what_was_answered_is_passed_on_in_words(pilot: Questionnaire) -> None:
    said = {"emergency": "No", "harm": "No", "safe": "No", "new": "No", "what": "Being more active", "how": "Yes, please"}
    routed = route(pilot, said, birth_date=GROWN, today=TODAY)
    assert routed.end is not None
    assert routed.end.id == "link-worker"
    assert [one.said for one in routed.answered] == ["66 years old", "No", "No", "No", "No", "Being more active", "Yes, please"]


@given(st.dictionaries(st.sampled_from(["emergency", "harm", "safe", "new", "what", "how", "x"]), st.text(max_size=8)), st.dates())
def test_whatever_is_said_nobody_comes_online_but_by_the_list(answers: dict[str, str], born: date) -> None:
    questionnaire = _signed()
    routed = route(questionnaire, answers, birth_date=born, today=TODAY)
    assert routed.end is None or routed.end.kind in TO_SOMEBODY or all(one.said != NOT_KNOWN for one in routed.answered)


def _signed() -> Questionnaire:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "triage.toml"
        path.write_text(PILOT.read_text() + SIGNED)
        return read_questionnaire(path, TODAY)


class TestRefused:
    """A questionnaire that could lead anybody astray, or for which nobody answers, is not used at all."""

    def refused(self, folder: Path, text: str, today: date = TODAY) -> str:
        path = folder / "triage.toml"
        path.write_text(text)
        with pytest.raises(DataProblem) as told:
            read_questionnaire(path, today)
        return str(told.value)

    def test_the_pilot_as_it_is_shipped(self, tmp_path: Path) -> None:
        assert "nobody has approved it" in self.refused(tmp_path, PILOT.read_text())

    def test_with_nobody_named(self, tmp_path: Path) -> None:
        assert "who approved it" in self.refused(tmp_path, PILOT.read_text() + SIGNED.replace("A. Tester", " "))

    def test_once_it_must_be_looked_at_again(self, tmp_path: Path) -> None:
        assert "does not hold today" in self.refused(tmp_path, PILOT.read_text() + SIGNED, date(2027, 10, 1))
        assert "does not hold today" in self.refused(tmp_path, PILOT.read_text() + SIGNED, date(2026, 9, 30))

    @pytest.mark.parametrize(
        ("there", "instead", "says"),
        [
            ('to = "harm"', 'to = "nowhere"', "neither a question nor an end"),
            ('{ say = "No", to = "safe" }', '{ say = "No", to = "emergency" }', "one comes back to it"),
            ('{ say = "Yes", to = "call-999" }', '{ say = "Yes", to = "harm" }', "nobody ever comes to it"),
            ('{ say = "Yes", to = "somebody-now" }, { say = "No", to = "new" }', '{ say = "Yes", to = "new" }, { say = "No", to = "new" }',
             "a red flag does not lead to a person"),
            ('{ say = "No", to = "harm" }', '{ say = "No", to = "what" }', "routed online without being asked"),
            ('first = "age"', 'first = "emergency"', "nobody ever comes to it"),
            ('first = "age"', 'first = "birthday"', "no such question"),
            ('kind = "age"', 'kind = "rage"', "cannot be read"),
            ('{ say = "Yes, please", to = "link-worker" }, ', "", "at least two answers"),
            ('id = "call-999"', 'id = "harm"', "two things have this name"),
            ('asks = "Do you think of hurting yourself or of ending your life?"', "", "cannot be read"),
        ],
    )  # fmt: skip
    def test_with_one_fault(self, tmp_path: Path, there: str, instead: str, says: str) -> None:
        text = PILOT.read_text()
        assert there in text
        assert says in self.refused(tmp_path, text.replace(there, instead, 1) + SIGNED)

    def test_a_question_more_that_is_never_asked_before_going_online(self, tmp_path: Path) -> None:
        more = '\n[[question]]\nid = "more"\nkind = "red flag"\nasks = "More?"\n'
        more += 'answers = [{ say = "Yes", to = "somebody-now" }, { say = "No", to = "directory" }]\n'
        text = PILOT.read_text().replace('{ say = "Something else", to = "somebody-today" }', '{ say = "Something else", to = "more" }')
        assert "routed online without being asked it" in self.refused(tmp_path, text + more + SIGNED)


def test_a_place_without_one_has_no_online_triage(tmp_path: Path) -> None:
    assert questionnaire_of(tmp_path, TODAY) is None
    (tmp_path / OWN).parent.mkdir()
    (tmp_path / OWN).write_text(PILOT.read_text() + SIGNED)
    assert questionnaire_of(tmp_path, TODAY) is not None
