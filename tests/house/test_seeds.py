"""The whole chain on many invented places: what is planted is found and said, and where nothing is, nothing is said.

Minutes to hours, so never in CI. Budgets: methods of the house, "from numbers to a word": with nothing planted at most 1 in
100 readings of a place may say "shifting" and at most 5 in 100 any change.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from wholeplace import demo, feeds, measures, people, picture
from wholeplace.picture import Picture, Verdict
from wholeplace.place import read_place

QUIET_SEEDS = range(101, 151)
PLANTED_SEEDS = range(1, 7)
QUIET = (Verdict.NO_CLEAR_CHANGE, Verdict.CANNOT_SAY, Verdict.GOOD_AND_POOR)
CLAIMS_NOTHING = {
    "Nothing changed by more than chance.",
    "Some figures moved, but no more than chance gives among so many.",
}


def drawn(folder: Path, *, people_: int, seed: int, plant: bool) -> Picture:
    """From nothing to the picture."""
    demo.make(folder, people=people_, seed=seed, plant=plant)
    place = read_place(folder)
    feeds.receive(place)
    people.build_journeys(place)
    return picture.draw(measures.compute(place), place)


@pytest.mark.slow
def test_a_place_with_nothing_planted_is_left_alone(tmp_path: Path) -> None:
    verdicts, false_headlines, looks = Counter(), 0, 0
    for seed in QUIET_SEEDS:
        made = drawn(tmp_path / str(seed), people_=20_000, seed=seed, plant=False)
        readings = [reading for area in made.areas if area.level != "neighbourhood" for reading in area.readings]
        verdicts.update(reading.verdict for reading in readings)
        looks += len(readings)
        false_headlines += made.headline[0].pattern not in CLAIMS_NOTHING or bool(made.findings)
    changed = sum(count for verdict, count in verdicts.items() if verdict not in QUIET)
    assert verdicts[Verdict.SHIFTING] <= 0.01 * looks
    assert changed <= 0.05 * looks
    assert false_headlines <= 0.1 * len(QUIET_SEEDS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", PLANTED_SEEDS)
def test_what_is_planted_is_found_and_said(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "aldermoor"
    made = drawn(folder, people_=210_000, seed=seed, plant=True)
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    members = {(area.code, member.measure.name): member for area in made.areas for reading in area.readings for member in reading.members}
    for planted in (change for change in truth["changes"] if change["kind"] == "change"):
        for code in planted["areas"]:
            difference = members[code, planted["measure"]].change.difference or 0.0
            assert (difference > 0) == (planted["direction"] == "up"), (planted["measure"], code)
    assert [reading.verdict for reading in made.system.readings if reading.name == "delayed-days"] == [Verdict.SHIFTING]
    headline = " ".join(sentence.pattern for sentence in made.headline)
    poorest = {area.name for area in made.areas if area.code in truth["changes"][3]["areas"]}
    assert all(name in headline for name in poorest)
    told = headline + " ".join(sentence.pattern for sentence in made.findings)
    for words in (
        "wait fewer days",
        "come back to hospital",
        "home care now starts later",
        "after a fall",
        "least deprived fifth got worse",
    ):
        assert words in told
    system = {name: member for (code, name), member in members.items() if code == made.system.code}
    assert not [name for name in truth["noise"] if system[name].measure.falls in told or system[name].measure.rises in told]
