"""What was decided and what happened: decisions beside the readings whose measures they were to change."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.publish import builder
from tests.publish.public_record.entries import ENTRIES, OPEN, REFUSED, WITHHELD, entry_of
from tests.publish.public_record.test_decisions import text_of
from wholeplace import publish
from wholeplace.agreement.decisions import State
from wholeplace.picture.shapes import Picture
from wholeplace.place import Place
from wholeplace.publish import DecidedEffect, PublicRecord, effects_decided, publish_public_record, read_effects

EFFECT = DecidedEffect(
    reference="D-1", title="Help at home every day", body="Aldermoor Place Committee", decided_on=date(2025, 3, 6), measure="delayed-days",
    change="3 fewer for every 100 stays", by=date(2025, 12, 31),
)  # fmt: skip


def front_page(folder: Path, picture: Picture, *effects: DecidedEffect) -> str:
    made = publish.release(picture, builder.place(folder), beside=publish.Beside(decided=effects))
    return text_of((made / "index.html").read_bytes())


def test_a_reading_and_the_decision_that_was_to_change_it_stand_together(picture: Picture, tmp_path: Path) -> None:
    words = front_page(tmp_path, picture, EFFECT)
    assert "What was decided and what happened" in words
    assert "Help at home every day Aldermoor Place Committee, 6 March 2025" in words
    assert "3 fewer for every 100 stays by 31 December 2025" in words
    assert "It is not due yet." in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decided_on": date(2025, 10, 1)}, "Decided after these figures, so they cannot show it yet."),
        ({"came": "it came true"}, "The body looked at it: it came true."),
        ({"by": date(2025, 6, 30)}, "It was due, and the body has not said whether it came true."),
        ({"measure": "no-such-measure"}, "1 expected effect is on a measure that no reading of this page holds."),
    ],
)
def test_each_effect_says_what_happened_to_it(changes: dict[str, object], words: str, picture: Picture, tmp_path: Path) -> None:
    assert words in front_page(tmp_path, picture, replace(EFFECT, **changes))  # type: ignore[arg-type]


def test_an_effect_stands_once_where_its_measure_leads(picture: Picture, tmp_path: Path) -> None:
    assert front_page(tmp_path, picture, EFFECT).count("Help at home every day") == 1


def test_without_decisions_the_release_is_as_it_was(picture: Picture, released: Path, tmp_path: Path) -> None:
    again = publish.release(picture, builder.place(tmp_path))
    assert (again / "index.html").read_bytes() == (released / "index.html").read_bytes()
    assert "What was decided" not in (again / "index.html").read_text("utf-8")


def test_a_new_decision_makes_a_new_version_and_the_old_one_stays(picture: Picture, tmp_path: Path) -> None:
    first = publish.release(picture, builder.place(tmp_path))
    second = publish.release(picture, builder.place(tmp_path), beside=publish.Beside(decided=(EFFECT,)))
    assert (first.name, second.name) == ("2025-Q3-v1", "2025-Q3-v2")
    assert publish.release(picture, builder.place(tmp_path), beside=publish.Beside(decided=(EFFECT,))) == second


def test_only_decisions_that_hold_and_are_not_withheld_expect_anything() -> None:
    told = {effect.reference for effect in effects_decided(ENTRIES)}
    assert OPEN.proposal.reference in told
    assert not told & {one.proposal.reference for one in (REFUSED, WITHHELD)}
    assert effects_decided([replace(entry_of(OPEN), state=State.REPLACED)]) == ()


def test_the_public_record_hands_them_on(record: PublicRecord, place: Place) -> None:
    assert read_effects(place.folder) == ()
    publish_public_record(record, place)
    assert read_effects(place.folder) == effects_decided(record.decisions)
