"""Decisions: complete before they are taken, and one state at a time."""

from dataclasses import replace
from datetime import date

import pytest

from wholeplace.agreement.decisions import (
    FINAL,
    FROZEN,
    NEXT,
    Effect,
    Event,
    Evidence,
    Exemption,
    Expected,
    Lens,
    Proposal,
    Seen,
    State,
    after,
    failing,
    grounds,
    problems_of,
    who_pays,
    why_not,
)
from wholeplace.terms import Money

TODAY = date(2026, 11, 22)
WHOLE = Proposal(
    reference="2026-014", title="Forty more home care places for the winter", body="Joint committee", matter="pooled budget",
    asks="That forty home care places open from 1 December.", reasons="People wait in hospital for them.",
    rejected_options=("Doing nothing",), evidence=(Evidence(title="Leaving hospital", address="readings/x.html", sha256="ab"),),
    expected=(Expected(measure="delayed-days", change="a tenth fewer", by=date(2027, 3, 31)),),
    lenses={
        Lens.OUTCOMES: Seen(effect=Effect.BETTER, why="More people are at home after 91 days."),
        Lens.QUALITY: Seen(effect=Effect.SAME, why="The same care, sooner."),
        Lens.MONEY: Seen(effect=Effect.WORSE, why="It costs more than it frees.", all_the_same="It frees beds when they are short."),
    },
    money={"Council": Money(-40_000_000), "Hospital": Money(25_000_000), "Charity": Money(0), "Community trust": Money(-40_000_000)},
    gains="People who are ready to leave hospital", pays="The council", leads=("Director of adult social care",),
    review_on=date(2027, 4, 30), population_first="People at home come before beds filled.",
)  # fmt: skip


def wheres(proposal):
    return {problem.where for problem in problems_of(proposal, today=TODAY)}


def test_a_whole_proposal_lacks_nothing():
    assert problems_of(WHOLE, today=TODAY) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"gains": " "}, "who gains"),
        ({"pays": ""}, "who pays"),
        ({"reasons": ""}, "reasons"),
        ({"asks": ""}, "what is asked"),
        ({"population_first": ""}, "population before organisation"),
        ({"rejected_options": ()}, "options rejected"),
        ({"evidence": ()}, "evidence"),
        ({"expected": ()}, "expected effect"),
        ({"money": {}}, "each body's money"),
        ({"leads": ()}, "lead"),
        ({"leads": ("The council", "The hospital")}, "lead"),
        ({"review_on": None}, "review date"),
        ({"review_on": TODAY, "expected": (replace(WHOLE.expected[0], by=TODAY),)}, "review date"),
        ({"review_on": date(2027, 3, 1)}, "expected effect on delayed-days"),
        ({"lenses": {k: v for k, v in WHOLE.lenses.items() if k is not Lens.QUALITY}}, "lens quality"),
        ({"lenses": {**WHOLE.lenses, Lens.QUALITY: Seen(effect=Effect.WORSE, why="Hurried.")}}, "lens quality"),
        ({"lenses": {**WHOLE.lenses, Lens.QUALITY: Seen(effect=Effect.UNKNOWN, why="")}}, "lens quality"),
    ],
)
def test_each_thing_missing_is_told_and_nothing_else(change, where):
    assert wheres(replace(WHOLE, **change)) == {where}


def test_everything_missing_is_told_at_once():
    bare = Proposal(
        reference="1", title="", body="", matter="", asks="", reasons="", rejected_options=(), evidence=(), expected=(), lenses={},
        money={}, gains="", pays="", leads=(), review_on=None,
    )  # fmt: skip
    assert len(problems_of(bare, today=TODAY)) == 14


def test_a_failing_lens_is_named_and_the_hardest_hit_come_first():
    assert failing(WHOLE) == (Lens.MONEY,)
    assert who_pays(WHOLE) == (("Community trust", Money(-40_000_000)), ("Council", Money(-40_000_000)))


@pytest.mark.parametrize(("weighs", "withheld"), [("for", False), ("equal", False), ("against", True)])
def test_a_tie_discloses(weighs, withheld):
    exempt = Exemption(
        ground="3 financial or business affairs",
        for_disclosure="Money of the public",
        against_disclosure="A price in talks",
        weighs_more=weighs,
    )
    assert exempt.withheld is withheld
    assert wheres(replace(WHOLE, exemption=exempt)) == set()


def test_an_exemption_names_a_ground_of_the_law_and_weighs_both_sides():
    exempt = Exemption(ground="3", for_disclosure="", against_disclosure="", weighs_more="perhaps")
    told = [problem.what for problem in problems_of(replace(WHOLE, exemption=exempt), today=TODAY)]
    assert (told[0], len(told)) == ("“3” is no ground of the law.", 4)
    assert [name[0] for name in grounds()] == list("1234567")
    assert all("paragraph" in source for source in grounds().values())


def test_every_state_and_event_has_an_answer():
    for state in State:
        for event in Event:
            leads, words = after(state, event), why_not(state, event)
            assert (leads is None) == bool(words)
            assert leads is None or isinstance(leads, State)
    assert set(NEXT) == set(State)


def test_every_state_can_be_reached_and_every_event_happens_somewhere():
    reached, todo = {State.DRAFT}, [State.DRAFT]
    while todo:
        new = set(NEXT[todo.pop()].values()) - reached
        reached |= new
        todo.extend(new)
    assert reached == set(State)
    assert {event for ways in NEXT.values() for event in ways} == set(Event)


def test_from_every_state_an_end_can_be_reached():
    ends = set(FINAL)
    for _ in State:
        ends |= {state for state, ways in NEXT.items() if set(ways.values()) & ends}
    assert ends == set(State)
    assert {State.REFUSED, State.WITHDRAWN, State.REPLACED} == FINAL


def test_nothing_frozen_can_be_carried_out():
    assert all(after(state, Event.CARRY_OUT) is None for state in FROZEN)
    assert why_not(State.CALLED_IN, Event.CARRY_OUT) == (
        "It stands at “called in”, so it cannot be carried out. It can be released by scrutiny or be sent back by scrutiny."
    )
    assert why_not(State.WITHDRAWN, Event.AGREE) == "It stands at “withdrawn”, so it cannot be agreed. Nothing more happens to it."
