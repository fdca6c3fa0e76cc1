"""The whole picture from hand-made results: what is planted is found and said, what is not is not."""

import numpy as np
import pytest

from tests.picture.made import PERIOD, measure, place, results, share, steady, with_measures
from tests.picture.spoken import spoken
from wholeplace.measures.shapes import Better, Lens, Status
from wholeplace.picture import Direction, Verdict, draw

DELAYS = measure("delays", read_with=("returns", "care"), splits=("pathway",), falls="People wait fewer days once they are ready")
RETURNS = share("returns", read_with=("delays",), splits=("pathway",), reading=None, rises="More people come back within 30 days")
CARE = share("care", better=Better.HIGHER, read_with=("returns",), reading=None, falls="Home care now starts later than it did")
FALLS = measure("falls", read_with=("contacts",), lens=Lens.OUTCOMES)
CONTACTS = share("contacts", better=Better.NEITHER, read_with=("falls",), reading=None)
POOREST = {"N1": 1.6, "N2": 1.6}
BY_PATHWAY = {"pathway": {"0": (0.6, 0.45), "1": (0.4, 0.55)}}


@pytest.fixture(scope="module")
def planted():
    made = results(
        steady(DELAYS, change=0.7, seed=1), steady(RETURNS, change=POOREST, seed=2, splits=BY_PATHWAY),
        steady(CARE, level=300, change={"N1": 0.7, "N2": 0.7}, seed=3), steady(FALLS, change=0.75, seed=4), steady(CONTACTS, seed=5),
        notes=("4 people have no known area.",),
    )  # fmt: skip
    return draw(made, place())


def reading(picture, name, area="S1"):
    found = next(each for each in picture.areas if each.code == area)
    return next(each for each in found.readings if each.name == name)


def test_the_headline_says_what_changed_for_whom_and_what_may_be_linked(planted):
    assert [spoken(sentence) for sentence in planted.headline] == [
        "People wait fewer days once they are ready.",
        "But more people come back within 30 days, most of all in Ward 1 and Ward 2.",
        "There, home care now starts later than it did, and the two may be linked.",
    ]


def test_what_else_was_found_stands_under_it_once(planted):
    found = [spoken(sentence) for sentence in planted.findings]
    assert sum("Fewer people have falls" in each for each in found) == 1
    assert "Nothing that is read with it got worse." in next(each for each in found if "falls" in each)
    assert not any("come back" in each for each in found), "the headline has said it"


@pytest.mark.parametrize(("topic", "leads", "told"), [("falls", None, 0), ("falls", "Broken bones", 1), ("bones", None, 1)])
def test_one_thing_of_one_topic_is_said_once(topic, leads, told):
    falls = measure("falls", read_with=("contacts",), topic="falls")
    bones = measure("bones", read_with=("contacts",), topic=topic, reading=leads)
    made = results(
        steady(DELAYS, change=0.7, seed=1), steady(RETURNS, change=POOREST, seed=2), steady(CARE, level=300, seed=3),
        steady(falls, change=0.75, seed=4), steady(bones, change=0.75, seed=6), steady(CONTACTS, seed=5),
    )  # fmt: skip
    found = [spoken(sentence) for sentence in draw(made, place()).findings]
    assert sum("Fewer people have falls" in each for each in found) == 1
    assert sum("ewer people have bones" in each for each in found) == told


def test_verdicts_of_the_system(planted):
    verdicts = {each.name: each.verdict for each in planted.system.readings}
    assert verdicts["delays"] == verdicts["returns"] == Verdict.SHIFTING
    assert verdicts["care"] is Verdict.WORSENING
    assert verdicts["falls"] is Verdict.IMPROVING
    assert verdicts["contacts"] is Verdict.NO_CLEAR_CHANGE


def test_the_place_without_the_planted_harm_improves(planted):
    assert reading(planted, "delays", "P1").verdict is Verdict.SHIFTING
    assert reading(planted, "delays", "P2").verdict is Verdict.IMPROVING


def test_a_link_is_support_and_never_proof(planted):
    said = spoken(reading(planted, "delays").link)
    assert "In Ward 1 and Ward 2, home care now starts later than it did." in said
    assert "may be linked" in said
    assert "does not show that one caused the other" in said
    assert "people who went home with support" in said


def test_where_names_the_neighbourhoods_that_carry_the_change(planted):
    assert spoken(reading(planted, "delays").where).startswith(("Ward 1 and Ward 2", "Ward 2 and Ward 1"))
    assert spoken(reading(planted, "falls").where) == "The change is spread over most neighbourhoods."


def test_leading_readings_come_first_and_the_most_serious_of_them_first(planted):
    order = [(each.leads, each.verdict) for each in planted.system.readings]
    assert order[:2] == [(True, Verdict.SHIFTING), (True, Verdict.IMPROVING)]
    assert [leads for leads, _ in order] == sorted((leads for leads, _ in order), reverse=True)


def test_lenses_count_leading_readings_without_an_average(planted):
    counts = {each.lens: each.counts for each in planted.lenses}
    assert counts["quality"][Verdict.SHIFTING] == 1
    assert counts["outcomes"][Verdict.IMPROVING] == 1
    assert sum(counts["money"].values()) == 0
    assert set(counts["quality"]) == set(Verdict)


def test_areas_stand_from_the_widest_with_their_people(planted):
    assert [area.code for area in planted.areas] == ["S1", "P1", "P2", "N1", "N2", "N3", "N4", "N5", "N6"]
    assert [area.people for area in planted.areas[:3]] == [6000, 3000, 3000]
    assert planted.people == 6000


def test_notes_of_the_measures_room_are_passed_on(planted):
    assert "4 people have no known area." in [spoken(sentence) for sentence in planted.cannot_say]


def test_drawing_twice_gives_the_same_picture(planted):
    again = draw(planted.results, place())
    assert (again.headline, again.findings, again.areas) == (planted.headline, planted.findings, planted.areas)


def test_targets_that_pull_against_each_other_are_flagged():
    """Each side reaches its own target by harming the other's: register row 29."""
    fast, well = measure("waits", read_with=("relapses",)), measure("relapses", read_with=("waits",))
    picture = draw(results(steady(fast, change=0.7, seed=1), steady(well, change=1.4, seed=2)), place())
    assert {each.verdict for each in picture.system.readings} == {Verdict.SHIFTING}


def test_nothing_planted_is_nothing_said():
    one, other = measure("waits", read_with=("relapses",)), measure("relapses", read_with=("waits",))
    picture = draw(results(steady(one, seed=11), steady(other, seed=12)), place())
    assert [spoken(sentence) for sentence in picture.headline] == ["Nothing changed by more than chance."]
    assert picture.findings == ()
    assert "Chance alone gives changes like this." in spoken(reading(picture, "waits").sentence)


def test_a_counterpart_without_figures_keeps_the_verdict_from_being_good():
    lonely = measure("falls", read_with=("contacts",))
    picture = draw(with_measures(results(steady(lonely, change=0.7)), CONTACTS), place())
    found = reading(picture, "falls")
    assert found.verdict is Verdict.CANNOT_SAY
    assert "Contacts: nothing was received for it." in found.why_cannot
    assert "But we cannot say yet what it cost" in spoken(found.sentence)
    assert "Nothing was received for: Contacts." in [spoken(sentence) for sentence in picture.cannot_say]


def test_an_incomplete_period_says_why():
    late = measure("returns", read_with=("delays",), complete_after_days=30)
    picture = draw(results(steady(late, status=Status.NOT_YET_COMPLETE), steady(DELAYS)), place())
    assert reading(picture, "returns").members[0].change.direction is Direction.UNKNOWN
    assert "Returns: not complete, as 30 days after the last month are not over." in [spoken(each) for each in picture.cannot_say]


def test_nothing_known_is_not_called_nothing_changed():
    late = measure("returns", read_with=("delays",), complete_after_days=30)
    picture = draw(results(steady(late, status=Status.NOT_YET_COMPLETE)), place())
    assert [spoken(each) for each in picture.headline] == ["These files do not show what changed in the place as a whole."]


def test_too_few_events_say_nothing():
    rare = measure("rare", read_with=("delays",))
    picture = draw(results(steady(rare, level=0.1), steady(DELAYS)), place())
    few = reading(picture, "rare", "N1").members[0].change
    assert (few.direction, few.why_not) == (Direction.UNKNOWN, "there are too few events to tell")
    assert any("too few events" in spoken(sentence) for sentence in picture.cannot_say)


def test_series_hold_the_months_of_the_chart_and_mark_only_what_is_special(planted):
    series = reading(planted, "delays").members[0].series
    assert len(series.points) == 36
    assert series.points[-1].figure.ends == PERIOD.ends
    assert series.points[-1].mark == "better"
    assert series.lower_limit < series.mean < series.upper_limit
    assert not series.trial_limits


def test_a_winter_measure_is_compared_with_the_same_season():
    cold = measure("cold", read_with=("delays",))
    made = steady(cold, level=200, seed=6)
    wave = 1 + 0.4 * np.cos(2 * np.pi * (np.arange(36) + 9) / 12)
    made.events = np.random.default_rng(6).poisson(200 * wave, made.events.shape).astype(float)
    change = reading(draw(results(made, steady(DELAYS)), place()), "cold").members[0].change
    assert change.seasonal
    assert change.direction is Direction.NONE, "a summer is not an improvement"
