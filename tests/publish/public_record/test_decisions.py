"""The pages of decisions: the words of each state, what is withheld and what is not, and what stays with the body."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest

from tests.publish.public_record.entries import (
    ALL,
    CALLED_IN,
    COMING,
    ENTRIES,
    OPEN,
    REFUSED,
    REVIEWED,
    SENT_BACK,
    TIE,
    URGENT,
    WITHHELD,
    WITHHELD_WORDS,
    entry_of,
)
from wholeplace.agreement.decisions import Recorded, State
from wholeplace.place import Place
from wholeplace.publish.public_record import PublicRecord
from wholeplace.publish.public_record.entries import call_in_closes, history_of, shown_entries
from wholeplace.publish.public_record.making import files_of
from wholeplace.publish.public_record.words import lead_of, moment_in_words, money_in_words
from wholeplace.terms import Money

TITLES = {"place-committee": "Anywhere Place Committee"}


def text_of(page: bytes) -> str:
    """The words of a page, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


@pytest.fixture(scope="module")
def pages(anywhere: Place) -> dict[str, str]:
    record = PublicRecord(today=date(2026, 11, 2), decisions=ENTRIES)
    return {path: text_of(page) for path, page in files_of(record, anywhere).items() if path.endswith(".html")}


def page_of(recorded: Recorded, pages: dict[str, str]) -> str:
    return pages[f"decisions/{recorded.proposal.reference}.html"]


@pytest.mark.parametrize(
    ("recorded", "words"),
    [
        (OPEN, ["Anywhere Place Committee agreed it by vote: 3 for, 1 against, 0 abstained. It met on 29 October 2026.",
                "It can be called in until 5pm on 9 November 2026. Until then nobody acts on it."]),
        (COMING, ["Anywhere Place Committee is to decide this on 3 December 2026."]),
        (CALLED_IN, [lead_of(entry_of(OPEN), TITLES)[0], "It was called in, so nobody acts on it until scrutiny has looked at it."]),
        (SENT_BACK, [lead_of(entry_of(OPEN), TITLES)[0], "Scrutiny sent it back, so the body looks at it again."]),
        (REVIEWED, ["Anywhere Place Committee agreed it. Nobody who may decide was against it. It met on 15 May 2025."]),
        (REFUSED, ["Anywhere Place Committee did not agree it: 0 for, 4 against, 0 abstained. It met on 29 October 2026."]),
        (URGENT, [lead_of(entry_of(OPEN), TITLES)[0], "It is free to be carried out."]),
    ],
    ids=lambda value: value.proposal.title if isinstance(value, Recorded) else "",
)  # fmt: skip
def test_the_first_sentences_say_who_decided_and_where_it_stands(recorded: Recorded, words: list[str]) -> None:
    assert lead_of(entry_of(recorded), TITLES) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 7, 1, 16, tzinfo=UTC), "5pm on 1 July 2026"),
        (datetime(2026, 11, 9, 17, 30, tzinfo=UTC), "5:30pm on 9 November 2026"),
        (datetime(2026, 11, 9, 12, tzinfo=UTC), "midday on 9 November 2026"),
        (datetime(2026, 11, 9, 0, tzinfo=UTC), "midnight on 9 November 2026"),
        (datetime(2026, 11, 9, 0, 5, tzinfo=UTC), "12:05am on 9 November 2026"),
    ],
)
def test_a_moment_is_said_by_englands_clocks(moment: datetime, words: str) -> None:
    assert moment_in_words(moment) == words


@pytest.mark.parametrize(
    ("money", "words"),
    [(Money(-25_000_000), "pays £250,000"), (Money(120_050), "gains £1,200.50"), (Money(0), "neither gains nor pays")],
)
def test_money_is_said_to_the_penny(money: Money, words: str) -> None:
    assert money_in_words(money) == words


def test_the_lens_that_gets_worse_stands_first_with_why_all_the_same(pages: dict[str, str]) -> None:
    page = page_of(OPEN, pages)
    assert page.index("Money worse") < page.index("Outcomes better") < page.index("Quality no change")
    assert "Why all the same: The board repays the council from April." in page


def test_dissent_is_shown_by_seat_with_its_reason_and_interests_are_declared(pages: dict[str, str]) -> None:
    page = page_of(OPEN, pages)
    assert "Hospital seat Anywhere Hospital against The beds would close before the care at home is there." in page
    assert "Voluntary seat Anywhere Voluntary Action for declared one, and took part" in page


def test_who_pays_stands_before_who_gains(pages: dict[str, str]) -> None:
    page = page_of(OPEN, pages)
    assert page.index("Anywhere Council pays £420,000") < page.index("Anywhere Hospital gains £180,000.50")


def test_a_review_says_of_each_effect_whether_it_came_true(pages: dict[str, str]) -> None:
    page = page_of(REVIEWED, pages)
    assert "It came true. 11.2, from 14.6." in page
    assert "It did not come true. 15.7%, from 14.1%. More people came back with falls." in page
    assert "Learnt by 30 September 2026: Visits on the first day matter most." in page


def test_of_what_is_withheld_only_title_ground_and_test_are_shown(anywhere: Place) -> None:
    everything = b"".join(files_of(PublicRecord(today=date(2026, 11, 2), decisions=(entry_of(WITHHELD),)), anywhere).values())
    assert WITHHELD_WORDS.encode() not in everything
    for shown in ("A site for the new health centre", "Financial or business affairs", "The seller would hold out for more."):
        assert shown.encode() in everything


def test_what_is_withheld_stays_so_whatever_is_handed_in(anywhere: Place) -> None:
    whole = entry_of(OPEN)
    careless = replace(whole, withheld=True, exemption=WITHHELD.proposal.exemption)
    everything = b"".join(files_of(PublicRecord(today=date(2026, 11, 2), decisions=(careless,)), anywhere).values())
    for hidden in ("The beds would close", "Weekend staff", "About 1,600 people", "What touches one place", "the case for weekends"):
        assert hidden.encode() not in everything


def test_a_tie_discloses(pages: dict[str, str]) -> None:
    page = page_of(TIE, pages)
    assert "Pay £20,000 a year." in page
    assert "neither, so it is published" in page


@pytest.mark.parametrize("state", [State.DRAFT, State.PROPOSED, State.ADVISED, State.AGREED])
def test_what_stays_with_the_body_is_never_told(state: State) -> None:
    entry = entry_of(COMING)
    (told,) = shown_entries([replace(entry, state=state)])
    assert told.state is State.NOTIFIED
    assert shown_entries([replace(entry, state=state, notices=())]) == ()


def test_what_is_agreed_anew_after_call_in_stays_sent_back_until_it_is_published() -> None:
    (told,) = shown_entries([replace(entry_of(SENT_BACK), state=State.AGREED)])
    assert told.state is State.SENT_BACK


def test_a_window_that_has_passed_is_not_shown_as_open() -> None:
    later = datetime(2026, 11, 9, 17, 0, 1, tzinfo=UTC)
    assert call_in_closes(entry_of(OPEN)) is not None
    assert call_in_closes(entry_of(OPEN, now=later)) is None
    assert entry_of(OPEN, now=later).state is State.FREE


def test_what_happened_is_told_in_order() -> None:
    told = [(one.on.isoformat(), one.what) for one in history_of(entry_of(SENT_BACK))]
    assert told == [
        ("2026-09-28", "Notice published"), ("2026-10-29", "Put to a meeting: passed by vote"), ("2026-10-30", "Published"),
        ("2026-10-31", "Called in by 5 members"), ("2026-11-01", "Sent back by scrutiny"),
    ]  # fmt: skip


def test_the_register_has_every_decision_and_the_forward_plan_the_rest(pages: dict[str, str]) -> None:
    decided = [one for one in ALL if one is not COMING]
    for path in ("decisions/index.html", "decisions/by-body.html", "decisions/by-state.html"):
        assert all(one.proposal.title in pages[path] for one in decided)
        assert COMING.proposal.title not in pages[path]
    assert COMING.proposal.title in pages["coming-up.html"]


def test_two_references_never_give_one_page(anywhere: Place) -> None:
    names = ("index", "D/1", "D-1", "D 1", "by-body")
    record = PublicRecord(today=date(2026, 11, 2), decisions=tuple(replace(entry_of(OPEN), reference=name) for name in names))
    files = files_of(record, anywhere)
    assert len([path for path in files if path.startswith("decisions/")]) == len(names) + 3
