"""The planners' desk: a question in an address, a quick estimate at once, a run in the background, and nobody else's machine."""

import re
import shutil
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.feeds.conftest import _PLACE
from tests.flow.example import aldermoor
from tests.web.conftest import Ask, ask_of, put_release
from wholeplace import demo, flow, web
from wholeplace.terms import DataProblem, WrongUse
from wholeplace.web.desk.questions import fields_of, runs_asked, scenario_asked
from wholeplace.web.desk.runs import WAITING, Question, Runs

NETWORK = aldermoor()
LEVERS = flow.levers(NETWORK)
BEDS = "stations.acute.capacity"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place that says nothing but who it is and how its services flow."""
    place = tmp_path_factory.mktemp("desk")
    place_of_nothing(place)
    own = Path(demo.__file__).parent
    shutil.copytree(own / "scenarios", place / "assumptions" / "scenarios")
    shutil.copy(own / "network.toml", place / "assumptions" / "network.toml")
    put_release(place, "2025-Q3-v1", {"index.html": "<p>summer</p>"})
    return place


def place_of_nothing(folder: Path) -> None:
    for name, text in _PLACE.items():
        (folder / name).write_text(text)


@pytest.fixture(scope="module")
def desk(folder: Path) -> Ask:
    return ask_of(web.application(folder))


def answered(desk: Ask, **asked: str) -> str:
    """The page once its run is done. Each look is a request of its own, as the page itself makes them."""
    query = urlencode({"run": "1", "replications": "10", **asked})
    for _ in range(600):
        page = desk("/what-if/", query=query).text
        if "http-equiv" not in page:
            return page
        time.sleep(0.2)
    raise AssertionError("the run never ended")


def test_the_form_shows_every_number_with_its_value_today(desk: Ask):
    page = desk("/what-if/")
    assert page.status == 200
    for lever in LEVERS:
        assert f'name="{lever.path}"' in page.text
    assert "Quick estimate" in page.text
    assert "Day by day" not in page.text


def test_a_moved_number_is_run_beside_today_and_drawn(desk: Ask):
    page = answered(desk, **{BEDS: "300"})
    assert "Your numbers" in page
    assert "middle without the changes" in page
    assert page.count('class="c c-fan"') > 4
    assert 'value="300"' in page
    assert "Keep this as a scenario file" in page
    assert BEDS in re.search(r"<pre.*?</pre>", page, re.S)[0]


def test_a_proposed_scenario_says_who_proposed_it(desk: Ask):
    name = "more-home-care"
    page = answered(desk, scenario=name)
    assert f'value="{name}" selected' in page


@pytest.mark.parametrize(("path", "typed"), [(BEDS, "many"), (BEDS, "-3"), ("replications", "9"), ("replications", "1.5")])
def test_what_cannot_be_read_is_a_letter_and_no_run(desk: Ask, path, typed):
    page = desk("/what-if/", query=urlencode({"run": "1", path: typed})).text
    assert "This could not be run" in page
    assert "http-equiv" not in page


def test_a_place_without_a_network_says_how_to_make_one(place: Path):
    door = ask_of(web.application(place))
    assert "place.toml" in door("/what-if/").text, "a folder that is no place gets a letter too"
    assert "place.toml" in door("/what-if/fit/").text
    place_of_nothing(place)
    assert "wholeplace calibrate" in door("/what-if/").text
    assert "wholeplace calibrate" in door("/what-if/fit/").text


def test_the_desk_answers_this_machine_only(folder: Path):
    outside = ask_of(web.application(folder, only_this_machine=False))
    assert outside("/what-if/").status == outside("/what-if/fit/").status == 403
    assert outside("/").status == 200


def test_the_desk_may_be_asked_by_form_and_runs_no_script(desk: Ask):
    policy = desk("/what-if/").headers["Content-Security-Policy"]
    assert "form-action 'self'" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in desk("/").headers["Content-Security-Policy"]


def test_asking_changes_nothing(desk: Ask):
    assert desk("/what-if/", method="POST").status == 405


def question(number: int) -> Question:
    return Question(network=replace(NETWORK, days=number), scenario=flow.BASE, replications=10)


def test_the_same_question_runs_once_and_too_many_are_refused():
    from threading import Event

    go, asked = Event(), []

    def slow(one: Question, progress):
        asked.append(one)
        go.wait(10)
        raise WrongUse("not needed here")

    runs = Runs(slow)
    assert runs.of(question(1)) is runs.of(question(1))
    for number in range(2, 2 + WAITING):
        runs.of(question(number))
    with pytest.raises(DataProblem, match="several runs"):
        runs.of(question(99))
    go.set()


def test_numbers_as_people_type_them():
    problems: list = []
    typed = scenario_asked({BEDS: " 1,300 "}, LEVERS, (), problems)
    assert (typed.changes[0].to, problems) == (1300.0, [])
    base = next(lever.value for lever in LEVERS if lever.path == BEDS)
    assert scenario_asked({BEDS: f"{base:g}"}, LEVERS, (), problems) is flow.BASE
    assert runs_asked({"replications": ""}, problems) == 50
    moved = [field for _, fields in fields_of(LEVERS, {BEDS: "1"}) for field in fields if field.moved]
    assert [field.path for field in moved] == [BEDS]
