"""Plain sentences that are as sure as their numbers: a level with its range, a difference, or no clear difference."""

from dataclasses import dataclass
from datetime import date

from wholeplace.flow.asking.ranges import Range
from wholeplace.flow.shapes import Answer

RUNS = "in 9 of 10 runs"
LEAST = 0.05
"""The smallest number of people worth saying."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """How one quantity is said: "12 [says]", "4 more [says]" and "no clear difference in [thing]" (without one, in what it says).

    Differences below `least` are none to speak of, however sure. `unit`: "£" stands before the number; "in 100" makes a share so
    many in 100; any other is the Answer's unit and is not said.
    """

    question: str
    says: str
    unit: str
    thing: str = ""
    least: float = LEAST
    more: str = "more"
    less: str = "fewer"


def number(value: float, least: float = LEAST) -> str:
    """A number as people say it: whole from 10 on, one decimal from 1, one or two digits below; thousands with commas.

    What is smaller than `least` is 0: nobody can see a thousandth of a person.
    """
    size = abs(value)
    if size >= 1e6:
        text = f"{value / 1e6:,.2f} million" if size < 1e7 else f"{value / 1e6:,.1f} million"
    elif size >= 9.95:
        text = f"{float(f'{value:.3g}'):,.0f}"
    elif size >= 0.1:
        text = f"{value:.1f}" if size >= 1 else f"{value:.2g}"
    else:
        text = f"{value:.1g}" if size >= least else "0"
    return text


def amount(value: float, unit: str, least: float = LEAST) -> str:
    """A number as its unit has it said: "£12,300", "27 in 100", "4.2%", or the bare number."""
    if unit == "£":
        return f"{'-' if value < 0 else ''}£{number(abs(value), least)}"
    if unit == "in 100":
        return f"{number(100 * value, 100 * least)} in 100"
    return f"{number(100 * value, 100 * least)}%" if unit == "%" else number(value, least)


def plain_day(day: date) -> str:
    """7 January 2026"""
    return f"{day.day} {day:%B %Y}"


def level(words: Words, about: str, title: str, range_: Range) -> Answer:
    """Answer with a level: "Home care: 34 people wait for it (in 9 of 10 runs 28 to 41)."; without a title it begins with the number."""
    spread = f" ({RUNS} {between(range_.low, range_.high, words)})" if range_.low < range_.high else ""
    text = f"{amount(range_.mean, words.unit, words.least)} {words.says}{spread}"
    return told(words, about, titled(title, text), range_)


def difference(words: Words, about: str, title: str, range_: Range) -> Answer:
    """Answer with a difference: clear, or "no clear difference" when 9 in 10 runs do not agree on its direction."""
    return told(words, about, titled(title, difference_in_words(words, range_)), range_, compared=True)


def titled(title: str, text: str) -> str:
    """A whole sentence: with what it is about before it, or a capital at its beginning."""
    return f"{title}: {text}." if title else f"{text[0].upper()}{text[1:]}."


def hardly_any(words: Words, range_: Range) -> bool:
    """Whether a difference is none to speak of, however sure."""
    return max(abs(range_.low), abs(range_.high)) < words.least


def difference_in_words(words: Words, range_: Range) -> str:
    """What a difference comes to, without a full stop."""
    thing = words.thing or words.says
    if hardly_any(words, range_):
        return f"no difference to speak of in {thing}"
    if not range_.is_clear:
        return f"no clear difference in {thing} ({RUNS} between {_side(words, range_.low)} and {_side(words, range_.high)})"
    near, far = sorted((abs(range_.low), abs(range_.high)))
    direction = words.more if range_.mean > 0 else words.less
    mean = amount(abs(range_.mean), words.unit, words.least)
    return f"{mean} {direction} {words.says} ({RUNS} {between(near, far, words)} {direction})"


def between(low: float, high: float, words: Words) -> str:
    """The two ends of a range: "£1,200 to £3,400", "24 to 36 in 100"."""
    if words.unit == "in 100":
        return f"{number(100 * low, 100 * words.least)} to {number(100 * high, 100 * words.least)} in 100"
    return f"{amount(low, words.unit, words.least)} to {amount(high, words.unit, words.least)}"


def _side(words: Words, value: float) -> str:
    if abs(value) < words.least:
        return "no change"
    return f"{amount(abs(value), words.unit, words.least)} {words.more if value > 0 else words.less}"


def range_in(answer: Answer) -> Range:
    """The range of an answer that has a number."""
    return Range(mean=answer.value or 0.0, low=answer.low or 0.0, high=answer.high or 0.0)


def without(words: Words, about: str, sentence: str, *, compared: bool = False) -> Answer:
    """An answer that there is no number, and why."""
    return Answer(
        question=words.question, about=about, value=None, low=None, high=None, unit=words.unit, sentence=sentence, compared=compared
    )


def told(words: Words, about: str, sentence: str, range_: Range, *, compared: bool = False) -> Answer:
    """An answer with a number and its sentence."""
    return Answer(
        question=words.question, about=about, value=range_.mean, low=range_.low, high=range_.high, unit=words.unit,
        sentence=sentence, compared=compared,
    )  # fmt: skip
