"""The queue of cases: its order, its numbers, what a decision binds, and what a contradiction does."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.link.identities import TODAY, InMemory, linked
from wholeplace.people.link.decisions import decided, due_again, letter_of, no_decisions, repeats, standing
from wholeplace.people.link.review import (
    CASES,
    DECISIONS,
    FOLDER,
    conflicting,
    decide,
    decisions_fingerprint,
    forget_cases,
    keep_queue,
    load_decisions,
    next_case,
    undo,
    waiting,
)
from wholeplace.people.models import read_models
from wholeplace.terms import WrongUse
from wholeplace.warehouse import Warehouse, problems_in

ANNA = {"given_name": "Anna", "family_name": "Alder", "feed": "list", "rows": 5}
ANA = {"given_name": "Ana", "family_name": "Alder", "feed": "council", "rows": 2}
BEN = {"given_name": "Ben", "family_name": "Birch", "feed": "list", "rows": 9}
BENN = {"given_name": "Benn", "family_name": "Birch", "feed": "council", "rows": 9}
CY = {"given_name": "Cy", "family_name": "Cedar", "feed": "charity", "rows": 1}
PEOPLE = (ANNA, ANA, BEN, BENN, CY)


@pytest.fixture(scope="module")
def warehouse():
    with Warehouse(threads=1) as opened:
        yield opened


def queue_of(warehouse, grey, people=PEOPLE, store=None):
    store = store or InMemory()
    linked(warehouse, people, {number: 100 + number for number in range(len(people))}, grey)
    keep_queue(warehouse, store)
    return store


def pairs(warehouse):
    return warehouse.rows("select identity_no, other_identity_no, same from decided_pairs order by all")


@pytest.mark.parametrize("name", sorted(read_models(FOLDER)))
def test_the_sql_is_portable(name):
    assert problems_in(read_models(FOLDER)[name].sql, where=name) == ()


def test_the_case_that_moves_most_rows_and_is_most_in_doubt_comes_first(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "names differ"), (2, 3, 0.5, "names differ"), (0, 4, 0.97, "names differ")])
    told = [next_case(store, frozenset(waiting(store)[:n])) for n in range(3)]
    assert [case.rows_moved for case in told] == [9, 2, 1]
    assert [case.number for case in told] == [1, 2, 3]
    assert {side["given_name"] for side in told[0].sides} == {"Ben", "Benn"}


def test_rows_moved_are_those_of_the_smaller_person(warehouse):
    store = InMemory()
    linked(warehouse, PEOPLE, {0: 1, 1: 1, 2: 2, 4: 3}, [(0, 2, 0.5, "x"), (3, 4, 0.5, "x")])
    keep_queue(warehouse, store)
    assert sorted(store.read(CASES)["rows_moved"]) == [1, 7]  # 5 + 2 against 9; 9 rows of nobody against 1


def test_a_case_keeps_its_number_when_the_run_numbers_identities_anew(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "x")])
    again = queue_of(warehouse, [(2, 3, 0.5, "x"), (0, 4, 0.5, "x")], people=(BEN, CY, ANA, ANNA, BENN), store=store)
    assert sorted(waiting(again)) == [1, 2]
    assert {side["given_name"] for side in next_case(again, frozenset({2})).sides} == {"Anna", "Ana"}


def test_a_pair_no_longer_grey_leaves_the_queue_and_keeps_its_number(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "x"), (2, 3, 0.5, "x")])
    queue_of(warehouse, [], store=store)
    assert (waiting(store), len(store.read(CASES))) == ([], 2)
    queue_of(warehouse, [(0, 1, 0.4, "x")], store=store)
    assert waiting(store) == [2]


def test_the_order_of_sides_and_cases_does_not_depend_on_the_numbers_of_a_run(warehouse):
    grey = [(0, 1, 0.5, "x"), (0, 4, 0.5, "x"), (1, 4, 0.5, "x")]
    people = [person | {"rows": 1} for person in PEOPLE]
    there = queue_of(warehouse, grey, people=people).read(CASES)
    back = queue_of(warehouse, [(4 - b, 4 - a, p, why) for a, b, p, why in reversed(grey)], people=people[::-1]).read(CASES)
    assert there.equals(back)


def test_a_decision_binds_the_next_run_whatever_its_numbers_are(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "x"), (2, 3, 0.5, "x")])
    for word in ("different", "same"):
        decide(store, next_case(store), word, by="AB", on=TODAY)
    linked(warehouse, (CY, BENN, BEN, ANA, ANNA), {})
    assert load_decisions(warehouse, store) == ()
    assert pairs(warehouse) == [(1, 2, False), (3, 4, True)]


def test_a_decision_on_an_identity_that_no_longer_comes_binds_nothing(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "x")])
    decide(store, next_case(store), "same", by="AB", on=TODAY)
    linked(warehouse, (ANNA, ANA | {"postcode": "ZZ99 3WZ"}), {})
    load_decisions(warehouse, store)
    assert pairs(warehouse) == []


def test_nothing_decided_leaves_an_empty_table(warehouse):
    linked(warehouse, PEOPLE, {})
    assert load_decisions(warehouse, InMemory()) == ()
    assert pairs(warehouse) == []


def test_a_later_decision_supersedes_and_both_stay(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "x")])
    case = next_case(store)
    decide(store, case, "same", by="AB", on=TODAY)
    decide(store, case, "different", by="CD", on=TODAY)
    load_decisions(warehouse, store)
    assert pairs(warehouse) == [(0, 1, False)]
    kept = store.read(DECISIONS)
    assert kept.select("decision_no", "case_no", "decision", "by", "probability").rows() == [
        (1, 1, "same", "AB", 0.5), (2, 1, "different", "CD", 0.5),
    ]  # fmt: skip


def test_undo_puts_a_case_back_and_keeps_the_record(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "x")])
    before = decisions_fingerprint(store)
    decide(store, next_case(store), "same", by="AB", on=TODAY)
    assert waiting(store) == []
    assert decisions_fingerprint(store) != before
    undo(store, 1, by="AB", on=TODAY)
    assert waiting(store) == [1]
    assert store.read(DECISIONS)["decision"].to_list() == ["same", "withdrawn"]
    with pytest.raises(WrongUse, match="nothing to undo"):
        undo(store, 1, by="AB", on=TODAY)


@pytest.mark.parametrize(("word", "by"), [("perhaps", "AB"), ("same", "  ")])
def test_a_decision_needs_a_known_word_and_initials(word, by):
    with pytest.raises(WrongUse):
        decided(no_decisions(), 1, word, by=by, on=TODAY, probability=None)


def test_a_chain_that_contradicts_a_decision_is_told_and_binds_nobody(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "x"), (1, 4, 0.5, "x"), (0, 4, 0.5, "x"), (2, 3, 0.1, "x")])
    ends = {
        frozenset(side["given_name"] for side in next_case(store, frozenset(set(waiting(store)) - {n})).sides): n for n in waiting(store)
    }
    words = {frozenset({"Anna", "Ana"}): "same", frozenset({"Ana", "Cy"}): "same", frozenset({"Ben", "Benn"}): "same"}
    words[frozenset({"Anna", "Cy"})] = "different"
    told = []
    for pair, word in words.items():
        case = next_case(store, frozenset(set(waiting(store)) - {ends[pair]}))
        told += decide(store, case, word, by="AB", on=TODAY)
    (conflict,) = told
    assert conflict.different == ends[frozenset({"Anna", "Cy"})]
    assert set(conflict.chain) == {ends[frozenset({"Anna", "Ana"})], ends[frozenset({"Ana", "Cy"})]}
    assert load_decisions(warehouse, store) == (conflict,)
    assert pairs(warehouse) == [(2, 3, True)]
    letter = str(letter_of(conflict))
    assert not [name for name in ("Anna", "Ana", "Cy", "Alder", "Cedar") if name in letter]
    undo(store, conflict.different, by="AB", on=TODAY)
    assert conflicting(store) == ()


def test_one_in_twenty_is_put_again_with_its_sides_turned(warehouse):
    people = [{"given_name": f"Person {n:02d}", "family_name": "Alder", "feed": feed} for n in range(30) for feed in ("list", "council")]
    store = queue_of(warehouse, [(2 * n, 2 * n + 1, 0.5, "x") for n in range(30)], people=people)
    put = []
    for _ in range(21):
        case = next_case(store)
        put.append(case)
        decide(store, case, "same", by="AB", on=TODAY)
    assert [case.repeat for case in put] == [False] * 20 + [True]
    (before,) = [case for case in put[:20] if case.number == put[20].number]
    assert put[20].sides == before.sides[::-1]
    assert put[20].number not in {case.number for case in put[10:20]}
    assert not next_case(store).repeat
    assert repeats(store.read(DECISIONS)).asked_twice == 1


def test_a_repeat_is_still_asked_when_the_case_left_the_queue(warehouse):
    people = [{"given_name": f"Person {n:02d}", "feed": feed} for n in range(21) for feed in ("list", "council")]
    store = queue_of(warehouse, [(2 * n, 2 * n + 1, 0.5, "x") for n in range(20)], people=people)
    while case := next_case(store):
        if case.repeat:
            break
        decide(store, case, "same", by="AB", on=TODAY)
    queue_of(warehouse, [(40, 41, 0.5, "x")], people=people, store=store)
    assert next_case(store).repeat
    assert next_case(store, frozenset({next_case(store).number})).number == 21


WORDS = st.lists(st.tuples(st.integers(1, 30), st.sampled_from(["same", "different", "withdrawn"])), max_size=80)


@given(WORDS)
def test_what_stands_is_the_last_word_on_each_case(words):
    decisions, last = no_decisions(), {}
    for case, word in words:
        decisions = decided(decisions, case, word, by="AB", on=TODAY, probability=None)
        last[case] = word
    stands = dict(standing(decisions).select("case_no", "decision").rows())
    assert stands == {case: word for case, word in last.items() if word != "withdrawn"}
    assert len(decisions) == len(words)
    again = due_again(decisions)
    assert again is None or again in stands


def repeated(*answers):
    decisions = no_decisions()
    for turn in (0, 1):
        for case, answer in enumerate(answers):
            decisions = decided(decisions, case, answer[turn], by="AB", on=TODAY, probability=None)
    return repeats(decisions)


def test_kappa_by_hand():  # 20 both same, 5 same then different, 10 different then same, 15 both different: kappa 0.4
    found = repeated(
        *[("same", "same")] * 20, *[("same", "different")] * 5, *[("different", "same")] * 10, *[("different", "different")] * 15
    )
    assert (found.asked_twice, found.answered_alike) == (50, 35)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_has_no_value_where_chance_would_always_agree():
    assert repeats(no_decisions()).kappa is None
    assert repeated(("same", "same"), ("same", "same")).kappa is None
    assert repeated(("same", "same"), ("different", "different")).kappa == 1


def test_forgetting_a_person_takes_their_cases_and_decisions(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "x"), (2, 3, 0.5, "x")])
    while case := next_case(store):
        decide(store, case, "same", by="AB", on=TODAY)
    assert forget_cases(store, lambda frame: (frame["given_name"] == "Ana").fill_null(value=False)) == 1
    assert "Anna" not in str(store.tables)
    assert [len(store.tables[name]) for name in (CASES, DECISIONS)] == [1, 1]


def test_forgetting_nobody_leaves_all(warehouse):
    store = queue_of(warehouse, [(0, 1, 0.5, "x")])
    assert forget_cases(store, lambda frame: pl.Series([False] * len(frame))) == 0
    assert waiting(store) == [1]
