"""Deciding: the rules of real partnerships as fixtures, and what must hold for every meeting."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.agreement.deciding import (
    Interest,
    Meeting,
    Of,
    QuorumRule,
    Result,
    Said,
    Seat,
    Standing,
    Voice,
    VotingRule,
    decide,
    missing_for_quorum,
    problems_of,
)

BY_75 = VotingRule(
    name="Partnership board", threshold=Fraction(3, 4), of=Of.PRESENT, votable=("transformation money", "capital", "NHS finance"),
    not_eligible={"council": ("NHS finance",)}, source="Memorandum of understanding; from memory",
)  # fmt: skip
BY_MAJORITY = VotingRule(
    name="Integrated care board",
    threshold=Fraction(1, 2),
    of=Of.CAST,
    strictly=True,
    casting=True,
    source="Model constitution; from memory",
)
NO_QUORUM_RULE = QuorumRule()
GOOD = (Result.CONSENSUS, Result.PASSED)


def seats(councils=4, nhs=8):
    sides = ["council"] * councils + ["NHS"] * nhs
    return [
        Seat(name=f"{side} {n}", organisation=f"{side} {n}", constituency=side, role="chair" if n == 0 else "member")
        for n, side in enumerate(sides)
    ]


def said(held, text):
    """One letter for each seat: f for, a against, o abstained, - away, l left for an interest, s stayed and did not decide."""
    voices = {"f": Voice.FOR, "a": Voice.AGAINST, "o": Voice.ABSTAIN, "l": Voice.FOR, "s": Voice.AGAINST}
    interests = {"l": Interest.LEAVE, "s": Interest.STAY}
    return [
        Said(seat=seat.name, voice=voices[letter], reason="Too dear", interest=interests.get(letter))
        for seat, letter in zip(held, text, strict=True)
        if letter != "-"
    ]


def meeting(text, rule=BY_75, quorum=NO_QUORUM_RULE, standing=Standing.FULL, councils=4):
    held = seats(councils, len(text) - councils)
    return Meeting(standing=standing, seats=held, quorum=quorum, voting=rule, said=said(held, text), chair=held[0].name if held else "")


@pytest.mark.parametrize(
    ("text", "matter", "result"),
    [
        ("ffffffffffff", "capital", Result.CONSENSUS),
        ("ffffffffffoo", "capital", Result.CONSENSUS),
        ("ffffffffffff", "anything", Result.CONSENSUS),
        ("fffffffffaaa", "capital", Result.PASSED),
        ("ffffffffaaaa", "capital", Result.NOT_PASSED),
        ("fffffffffaoo", "capital", Result.PASSED),
        ("ffffffffaooo", "capital", Result.NOT_PASSED),
        ("fffffffffffa", "anything", Result.NO_CONSENSUS),
        ("aaaaffffffff", "NHS finance", Result.CONSENSUS),
        ("aaaaffffffaa", "NHS finance", Result.PASSED),
        ("ffffffffaaaa", "NHS finance", Result.NOT_PASSED),
        ("oooooooooooo", "capital", Result.NOT_PASSED),
    ],
)
def test_three_quarters_of_eligible_members_present(text, matter, result):
    assert decide(meeting(text), matter).result is result


@pytest.mark.parametrize(
    ("text", "result", "step"),
    [
        ("fa", Result.PASSED, "casting vote was for"),
        ("af", Result.NOT_PASSED, "casting vote was against"),
        ("ofa", Result.NOT_PASSED, "no casting vote"),
        ("ffa", Result.PASSED, "more than 1/2 of 3 votes cast"),
        ("foooa", Result.PASSED, "casting vote was for"),
    ],
)
def test_a_simple_majority_with_the_chairs_casting_vote(text, result, step):
    outcome = decide(meeting(text, BY_MAJORITY, councils=0), "anything")
    assert outcome.result is result
    assert step in outcome.steps[-1]


def test_a_casting_vote_cannot_stand_in_for_three_quarters():
    assert decide(meeting("ffaa", replace(BY_75, casting=True), councils=0), "capital").result is Result.NOT_PASSED


@pytest.mark.parametrize(
    ("rule", "text", "missing"),
    [
        (QuorumRule(share=Fraction(1, 2)), "ff------", 1),
        (QuorumRule(share=Fraction(1, 2)), "ffff----", 0),
        (QuorumRule(share=Fraction(1, 3), each_constituency=1), "fff-----", 1),
        (QuorumRule(share=Fraction(1, 3), each_constituency=1), "ff---f--", 0),
        (QuorumRule(count=2, roles={"chair": 1}), "-fffffff", 1),
        (QuorumRule(count=9, roles={"chair": 1}, each_constituency=5), "-fffffff", 4),
    ],
)
def test_quorum_by_count_role_and_constituency(rule, text, missing):
    held = seats(4, 4)
    there = [seat for seat, letter in zip(held, text, strict=True) if letter != "-"]
    assert len(missing_for_quorum(rule, held, there)) == missing
    outcome = decide(meeting(text, quorum=rule), "capital")
    assert (outcome.result is Result.INQUORATE) == bool(missing)


def test_who_leaves_or_may_not_decide_is_not_there_for_the_quorum():
    rule = QuorumRule(count=3)
    assert decide(meeting("fff", quorum=rule, councils=0), "capital").result is Result.CONSENSUS
    for gone in ("ffl", "ffs"):
        outcome = decide(meeting(gone, quorum=rule, councils=0), "capital")
        assert outcome.result is Result.INQUORATE
        assert "because of an interest: NHS 2" in outcome.steps[0]


def test_a_proxy_votes_and_is_not_there():
    held = seats(0, 3)
    through = [*said(held, "ff-"), Said(seat="NHS 2", voice=Voice.AGAINST, reason="Too dear", through="NHS 0")]
    rule = replace(BY_MAJORITY, proxies=True)
    asked = Meeting(standing=Standing.FULL, seats=held, quorum=QuorumRule(count=3), voting=rule, said=through, chair="NHS 0")
    assert decide(asked, "x").result is Result.INQUORATE
    assert decide(replace(asked, quorum=QuorumRule(count=2)), "x").votes_against == 1
    assert problems_of(asked) == []
    (problem,) = problems_of(replace(asked, voting=BY_MAJORITY))
    assert "no proxies" in problem.what


@pytest.mark.parametrize("standing", [Standing.ADVISORY, Standing.SHADOW])
@pytest.mark.parametrize(("text", "result"), [("ffff", Result.RECOMMENDED), ("faaa", Result.NOT_RECOMMENDED)])
def test_an_advisory_or_shadow_body_only_recommends(standing, text, result):
    outcome = decide(meeting(text, BY_MAJORITY, standing=standing), "anything")
    assert outcome.result is result
    assert "binds nobody" in outcome.steps[-1]


def test_everything_wrong_with_a_record_is_told_at_once():
    held = [*seats(1, 2), Seat(name="Clinical adviser", organisation="Forum", votes=False)]
    wrong = [
        Said(seat="council 0", voice=Voice.AGAINST), Said(seat="council 0", voice=Voice.FOR), Said(seat="NHS 9", voice=Voice.FOR),
        Said(seat="Clinical adviser", voice=Voice.FOR), Said(seat="NHS 1", voice=Voice.FOR, through="NHS 9"),
    ]  # fmt: skip
    told = problems_of(Meeting(standing=Standing.FULL, seats=held, quorum=NO_QUORUM_RULE, voting=BY_75, said=wrong))
    assert {problem.what for problem in told} == {
        "it is against, and gives no reason.", "it speaks twice.", "there is no such seat in the body.", "it has no vote in this body.",
        "it voted through another seat, and the rule knows no proxies.", 'its proxy "NHS 9" is no seat of the body.',
    }  # fmt: skip


def test_dissent_is_recorded_with_its_reason_in_the_order_of_seats():
    asked = meeting("fafa", BY_MAJORITY, councils=2)
    assert decide(replace(asked, said=asked.said[::-1]), "x").dissent == (("council 1", "Too dear"), ("NHS 3", "Too dear"))


TEXTS = st.text("faols-", min_size=1, max_size=12)
SHARES = st.fractions(Fraction(1, 10), Fraction(1), max_denominator=12)
RULES = st.builds(
    VotingRule, name=st.just("r"), threshold=SHARES, of=st.sampled_from(Of), source=st.just("s"), strictly=st.booleans(),
    consensus_first=st.booleans(), casting=st.booleans(), not_eligible=st.sampled_from([{}, {"council": ("m",)}]),
)  # fmt: skip


@given(TEXTS, RULES, st.randoms())
def test_the_order_in_which_seats_speak_never_matters(text, rule, dice):
    asked = meeting(text, rule, councils=len(text) // 2)
    shuffled = list(asked.said)
    dice.shuffle(shuffled)
    assert decide(asked, "m") == decide(replace(asked, said=shuffled), "m")


@given(TEXTS, RULES, st.integers(0, 11))
def test_one_more_voice_for_it_never_loses_it(text, rule, at):
    at %= len(text)
    better = f"{text[:at]}f{text[at + 1 :]}"
    if text[at] in "ao" and decide(meeting(text, rule, councils=len(text) // 2), "m").result in GOOD:
        assert decide(meeting(better, rule, councils=len(text) // 2), "m").result in GOOD


@given(TEXTS, RULES)
def test_who_has_no_part_changes_nothing(text, rule):
    councils = len(text) // 2
    without = decide(meeting(text.replace("l", "-").replace("s", "-"), rule, councils=councils), "m")
    with_them = decide(meeting(text, rule, councils=councils), "m")
    assert (with_them.result, with_them.votes_for, with_them.eligible) == (without.result, without.votes_for, without.eligible)


@given(st.integers(0, 30), st.integers(0, 30), SHARES, st.booleans())
def test_a_threshold_is_exact_in_whole_numbers(votes_for, against, share, strictly):
    rule = VotingRule(name="r", threshold=share, of=Of.CAST, source="s", strictly=strictly, consensus_first=False)
    outcome = decide(meeting("f" * votes_for + "a" * against, rule, councils=0), "m")
    left, right = votes_for * share.denominator, share.numerator * (votes_for + against)
    passed = votes_for + against > 0 and (left > right if strictly else left >= right)
    assert (outcome.result is Result.PASSED) == passed
