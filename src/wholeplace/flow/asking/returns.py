"""People who come back, always beside those who are delayed: fewer delays that send people home too early are no gain."""

from typing import TYPE_CHECKING

from wholeplace.flow.asking.asked import Asked, series, total
from wholeplace.flow.asking.delayed import people_delayed
from wholeplace.flow.asking.ranges import Range, range_of
from wholeplace.flow.asking.sentences import RUNS, Words, difference_in_words, number, told
from wholeplace.flow.shapes import Answer, Run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS = Words(
    question="How many people come back, beside those delayed?", says="people come back", unit="people", thing="people who come back"
)
QUESTION = WORDS.question
"""The question under which people who come back stand beside people who are delayed."""
DELAYED = Words(question=WORDS.question, says="people are delayed", unit="people", thing="people delayed")
LATE = Words(
    question="Whose support begins late?", says="people have support that begins late", unit="people",
    thing="people whose support begins late",
)  # fmt: skip


def answers(asked: Asked) -> tuple[Answer, ...]:
    """Returns over the forecast with delays in the same sentence; and people whose support began late."""
    if not asked.network.returns:
        return ()
    found = [_now(asked)]
    if asked.base is not None:
        found.append(_compared(asked, asked.base))
    return (*found, *asked.answers(LATE, "all", "", _late))


def came_back(run: Run) -> "NDArray[np.float64]":
    """People who came back over the forecast, [replication]."""
    return series(run, "returned").sum(axis=1)


def _late(run: Run) -> "NDArray[np.float64]":
    return sum((total(run, f"late:{group.name}") for group in run.network.groups), total(run, ""))


def _now(asked: Asked) -> Answer:
    back, delayed = range_of(came_back(asked.run)), range_of(people_delayed(asked.run, asked))
    sentence = (
        f"{number(back.mean)} people come back over {asked.days} days ({RUNS} {number(back.low)} to {number(back.high)}), "
        f"while {number(delayed.mean)} are delayed on an average day ({number(delayed.low)} to {number(delayed.high)})."
    )
    return told(WORDS, "all", sentence, back)


def _compared(asked: Asked, base: Run) -> Answer:
    back = range_of(came_back(asked.run) - came_back(base))
    delayed = range_of(people_delayed(asked.run, asked) - people_delayed(base, asked))
    parts = (_sentence(f"over {asked.days} days", WORDS, back), _sentence("on an average day", DELAYED, delayed))
    return told(WORDS, "all", " ".join(parts) + _together(back, delayed), back, compared=True)


def _sentence(when: str, words: Words, range_: Range) -> str:
    return f"{when.capitalize()}: {difference_in_words(words, range_)}."


def _together(back: Range, delayed: Range) -> str:
    if delayed.high < 0 and back.low > 0:
        return " Shifting, not improving: fewer delays, more returns."
    if delayed.high < 0 and back.high < 0:
        return " Both are better."
    if delayed.low > 0 and back.low > 0:
        return " Both are worse."
    return ""
