"""The plan, scrutiny, what people said, meetings and their papers: what is shown, in which words, and what is not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.publish.public_record import voices
from tests.publish.public_record.test_decisions import text_of
from wholeplace.agreement.plans import Ambition, Better, Shape, Target
from wholeplace.place import Place
from wholeplace.publish.public_record import RECORD, PublicRecord, publish_public_record
from wholeplace.publish.public_record.making import files_of
from wholeplace.publish.public_record.pages.plan import target_in_words


def words_of(path: str, record: PublicRecord, place: Place) -> str:
    return text_of(files_of(record, place)[path])


def test_each_ambition_says_where_it_stands_and_is_drawn(record: PublicRecord, place: Place) -> None:
    page = files_of(record, place)["plan/index.html"]
    words = text_of(page)
    assert "3 ambitions: 1 going the wrong way, 1 cannot say, 1 on track." in words
    assert (
        "13.1 days a day per 100,000 people on 30 September 2026: going the wrong way. It began at 12. The goal is 9 by 31 March 2028."
        in words
    )
    assert "Head of discharge, Anywhere Hospital" in words
    assert page.count(b'class="c c-trajectory"') == 2
    assert "1 of its milestones is late" in words


def test_what_is_seen_later_is_not_told_today(record: PublicRecord, place: Place) -> None:
    earlier = replace(record, today=date(2026, 5, 1))
    assert "12.4 days a day" in words_of("plan/index.html", earlier, place)


@pytest.mark.parametrize(
    ("shape", "better", "amount", "words"),
    [
        (Shape.LEVEL, Better.LOWER, 10.0, "10 per 1,000 births, by 31 March 2028"),
        (Shape.RELATIVE, Better.LOWER, 0.1, "10% less than at the start, by 31 March 2028"),
        (Shape.COMPOUNDING, Better.HIGHER, 0.05, "5% more every year, by 31 March 2028"),
        (Shape.GAP, Better.LOWER, 0.05, "a gap that is 5% smaller, by 31 March 2028"),
        (Shape.COUNT, Better.HIGHER, 1000.0, "1,000 more per 1,000 births, by 31 March 2028"),
        (Shape.BENCHMARK, Better.LOWER, None, "as good as England, or better, by 31 March 2028"),
        (Shape.QUALITATIVE, Better.HIGHER, None, "shown by a survey and a report, by 31 March 2028"),
    ],
)
def test_a_target_of_each_shape_is_said_in_words(shape: Shape, better: Better, amount: float | None, words: str) -> None:
    target = Target(shape=shape, better=better, by=date(2028, 3, 31), amount=amount, benchmark="England")
    one = Ambition(
        name="a", title="A", owner="b", target=target, source="Invented", unit="per 1,000 births", shown_by=("a survey", "a report")
    )
    assert target_in_words(one) == words


def test_places_stand_side_by_side(record: PublicRecord, place: Place) -> None:
    words = words_of("plan/places.html", record, place)
    assert "Fewer days waiting in hospital for a way home going the wrong way on track" in words
    assert "People say that they were heard cannot say no share" in words


def test_overdue_replies_stand_first_and_nothing_unsent_is_shown(record: PublicRecord, place: Place) -> None:
    words = words_of("scrutiny.html", record, place)
    assert words.index(voices.OVERDUE.text) < words.index(voices.ANSWERED.text)
    assert "The reply to 1 of them is overdue." in words
    assert "Accepted in part by Anywhere Council Cabinet, 20 April 2026. There is money for half of it." in words
    assert "By 1 September 2026: late." in words


def test_what_people_said_leads_to_the_decision_it_reached_and_back(record: PublicRecord, place: Place) -> None:
    said, decision = words_of("said.html", record, place), words_of("decisions/D-2026-014.html", record, place)
    assert "The ward rings the day before, by 3pm." in said
    assert "no answer yet" in said
    assert "“Nobody tells us on which day she comes home.” Carers of people with dementia" in decision


def test_a_meeting_shows_its_items_and_minutes_once_they_are_out(record: PublicRecord, place: Place) -> None:
    words = words_of("meetings/M-2026-10.html", record, place)
    assert "A site for the new health centre for decision, Anywhere Council Not heard in public: Financial or business affairs" in words
    assert "Help at home was agreed by vote." in words
    assert "What it looks at" not in words_of("meetings/M-2026-12.html", record, place)


@pytest.mark.parametrize(
    "hidden",
    [
        voices.NOT_SENT.text, voices.TO_COME.action, voices.SECRET.title, voices.SECRET.sha256, voices.LATER.title, voices.LATER.sha256,
        voices.QUIET.where, voices.ANNOUNCED.items[0].title, voices.MINUTES["M-2026-12"], voices.SECRET_BYTES.decode(),
        voices.LATER_BYTES.decode(), voices.CHANGED_BYTES.decode(),
    ],
)  # fmt: skip
def test_what_is_not_public_is_in_no_byte(hidden: str, record: PublicRecord, place: Place) -> None:
    publish_public_record(record, place)
    assert hidden.encode() not in b"".join(path.read_bytes() for path in (place.folder / RECORD).rglob("*") if path.is_file())


def test_a_private_meeting_shows_no_paper(record: PublicRecord, place: Place) -> None:
    private = replace(record, sittings=(replace(voices.HELD, private_why="Everything on it is about staff."),))
    publish_public_record(private, place)
    assert not (place.folder / RECORD / "papers").exists()


def test_papers_are_copied_by_their_fingerprint_and_only_unchanged_ones(record: PublicRecord, place: Place) -> None:
    publish_public_record(record, place)
    kept = [path for path in (place.folder / RECORD / "papers").rglob("*") if path.is_file()]
    assert [(path.parent.name, path.read_bytes()) for path in kept] == [(voices.PAPER.sha256, voices.PAPER_BYTES)]
    assert "Bus times (ask for it: its file is not here)" in words_of("meetings/M-2026-10.html", record, place)


def test_papers_stay_when_the_record_is_made_anew(record: PublicRecord, place: Place, tmp_path: Path) -> None:
    publish_public_record(record, place)
    changes = publish_public_record(replace(record, today=date(2026, 11, 3), papers={}), place)
    assert not changes.removed
    assert len([path for path in (place.folder / RECORD / "papers").rglob("*") if path.is_file()]) == 1
