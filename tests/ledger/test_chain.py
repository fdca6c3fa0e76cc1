"""The chain alone: any change to a log shows."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.ledger import BEGINNING, End, Entry, append, first_difference, problems_in, sealed
from wholeplace.terms import WrongUse


def log(*texts):
    entries: list[Entry] = []
    for text in texts:
        entries.append(append(entries, {"says": text}))
    return entries


def test_a_log_that_was_not_touched_has_no_problems():
    assert problems_in(log("a", "b", "c")) == problems_in([]) == []


ENTRIES = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5), min_size=1, max_size=8)


@given(ENTRIES, st.data())
def test_any_entry_altered_shows(texts, data):
    entries = log(*texts)
    at = data.draw(st.integers(0, len(entries) - 1))
    entries[at] = replace(entries[at], says={"says": f"{texts[at]}!"})
    assert [problem.where for problem in problems_in(entries)] == [f"log, entry {at + 1}"]


@given(ENTRIES, st.data())
def test_any_entry_left_out_shows_unless_it_is_the_last(texts, data):
    entries = log(*texts)
    at = data.draw(st.integers(0, len(entries) - 1))
    rest = entries[:at] + entries[at + 1 :]
    assert bool(problems_in(rest)) == (at < len(entries) - 1)
    assert problems_in(rest, last_known=entries[-1]), "a seal kept elsewhere shows that the end was cut off"


def test_an_entry_altered_with_its_own_seal_breaks_the_next():
    entries = log("a", "b", "c")
    forged = {"says": "x"}
    entries[1] = Entry(number=2, says=forged, seal=sealed(forged, after=entries[0].seal))
    assert [problem.where for problem in problems_in(entries)] == ["log, entry 3"]


def test_a_log_written_anew_from_the_change_on_shows_beside_a_seal_kept_elsewhere():
    kept = log("a", "b", "c")[-1]
    anew = log("a", "x", "c")
    assert problems_in(anew) == []
    (problem,) = problems_in(anew, last_known=kept)
    assert problem.why == "The log was written anew."
    assert first_difference(log("a", "b", "c"), anew) == 2
    assert first_difference(anew, anew[:2]) == 3
    assert first_difference(anew, list(anew)) is None


def test_the_seal_is_what_the_docstring_says():
    """By hand: SHA-256 over the seal before, a line end, and canonical JSON."""
    assert log("ä")[0].seal == sha256(("0" * 64 + '\n{"says":"ä"}').encode()).hexdigest()
    assert BEGINNING == "0" * 64


@pytest.mark.parametrize("wrong", [1.5, {"money": 2.0}, [0.1]])
def test_floats_are_refused(wrong):
    with pytest.raises(TypeError, match="is a float"):
        append([], {"held": wrong})


@pytest.mark.parametrize("wrong", [{1: "a"}, {"on": object()}, {"in": [{"x": b"a"}]}])
def test_what_would_come_back_as_something_else_is_refused(wrong):
    with pytest.raises(TypeError):
        append([], wrong)


def test_signs_that_not_every_database_keeps_are_refused():
    for sign, words in (("\0", "NUL"), ("\ud800", "surrogates")):
        with pytest.raises(ValueError, match=words):
            append([], {"says": sign})


@pytest.mark.parametrize("end", [End(number=12, seal="ab" * 32), End(book="accounts", number=0, seal=BEGINNING)])
def test_an_end_that_was_written_down_can_be_read_again(end):
    assert End.read(f" {end}\n") == end


@pytest.mark.parametrize("text", ["", "12", "12:", f"12:{'AB' * 32}", f"-1:{'ab' * 32}", f"main:12:{'ab' * 31}"])
def test_what_is_no_end_is_wrong_use(text):
    with pytest.raises(WrongUse, match="is no seal"):
        End.read(text)
