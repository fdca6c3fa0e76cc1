"""Every sentence that the public record makes by itself is in plain words. What people wrote stays as they wrote it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from html import unescape

import pytest

from wholeplace.agreement.clocks import notice_rules
from wholeplace.agreement.deciding import Of, Outcome, QuorumRule, Result, VotingRule
from wholeplace.agreement.decisions import RegisterEntry, State
from wholeplace.place import Place
from wholeplace.publish import PublicRecord, check_words
from wholeplace.publish.public_record.making import files_of
from wholeplace.publish.public_record.pages.bodies import quorum_words, voting_words
from wholeplace.publish.public_record.words import lead_of, outcome_in_words


def strings_in(value: object) -> Iterator[str]:
    """Every text that was handed in, at any depth."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        yield from (text for each in fields(value) for text in strings_in(getattr(value, each.name)))
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for each in pair for text in strings_in(each))
    elif isinstance(value, list | tuple | frozenset):
        yield from (text for each in value for text in strings_in(each))


def test_what_the_pages_say_by_themselves_is_in_plain_words(record: PublicRecord, place: Place) -> None:
    given = {text.strip() for text in strings_in(record) if len(text) > 12}
    given |= {rule.title for rule in notice_rules().values()}
    pages = {path: text.decode() for path, text in files_of(record, place).items() if path.endswith(".html")}
    pieces = {unescape(piece).strip() for text in pages.values() for piece in re.split(r"<[^>]+>", text)}
    own = [piece for piece in pieces if not any(text in piece for text in given)]
    assert len(own) > 200
    hits = [hit for piece in own for hit in check_words(piece)]
    assert hits == []


@pytest.mark.parametrize("result", Result)
def test_every_outcome_reads_as_a_sentence(result: Result) -> None:
    outcome = Outcome(result=result, votes_for=5, votes_against=2, abstained=1, eligible=8, steps=())
    words = f"The committee {outcome_in_words(outcome)}."
    assert check_words(words) == ()
    assert ".." not in words


@pytest.mark.parametrize("state", State)
def test_every_state_reads_as_sentences(state: State, record: PublicRecord) -> None:
    entry: RegisterEntry = replace(record.decisions[0], state=state)
    for words in lead_of(entry, {}):
        assert check_words(words) == ()


def test_rules_of_voting_and_quorum_read_as_sentences() -> None:
    strict = VotingRule(
        name="x", threshold=Fraction(1, 2), of=Of.CAST, source="x", strictly=True, consensus_first=False, votable=("money", "staff"),
        not_eligible={"council": ("control total",)}, proxies=True, casting=True,
    )  # fmt: skip
    assert voting_words(strict) == (
        "More than half of the votes cast must be for it.", "It votes only on these: money and staff.",
        "Seats of the group “council” have no vote on control total.", "The chair’s vote decides a tie.",
        "A seat may vote through another.",
    )  # fmt: skip
    assert voting_words(replace(strict, strictly=False, consensus_first=True, threshold=Fraction(3, 4), of=Of.PRESENT))[:2] == (
        "Members look for agreement first.", "If there is none, at least 3 in 4 of the eligible members present must be for it.",
    )  # fmt: skip
    asked = QuorumRule(count=8, share=Fraction(1, 2), roles={"chair": 1}, each_constituency=1)
    assert quorum_words(asked) == (
        "At least 8 seats with a vote must be there.", "At least half of the seats with a vote must be there.",
        "At least 1 seat with the role “chair” must be there.", "At least 1 seat of each group of partners must be there.",
    )  # fmt: skip
    assert quorum_words(QuorumRule()) == ()
