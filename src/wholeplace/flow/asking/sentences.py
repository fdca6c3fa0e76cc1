"""Plain sentences that are as sure as their numbers: a level with its range, a difference, or no clear difference."""

from dataclasses import dataclass
from datetime import date

from wholeplace.flow.asking.ranges import Range
from wholeplace.flow.shapes import Answer

RUNS = "in 9 of 10 runs"
_NOTHING = 0.0005


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
    least: float = 0.05
    more: str = "more"
    less: str = "fewer"


def number(value: float) -> str:
    """A number as people say it: whole from 10 on, one decimal from 1, one or two digits below; thousands with commas."""
    size = abs(value)
    if size >= 1e6:
        text = f"{value / 1e6:,.2f} million" if size < 1e7 else f"{value / 1e6:,.1f} million"
    elif size >= 10:
        text = f"{float(f'{value:.3g}'):,.0f}"
    elif size >= 0.1:
        text = f"{value:.1f}" if size >= 1 else f"{value:.2g}"
    else:
        text = f"{value:.1g}" if size >= 0.0005 else "0"
    return text


def amount(value: float, unit: str) -> str:
    """A number as its unit has it said: "£12,300", "27 in 100", "4.2%", or the bare number."""
    if unit == "£":
        return f"{'-' if value < 0 else ''}£{number(abs(value))}"
    if unit == "in 100":
        return f"{number(100 * value)} in 100"
    return f"{number(100 * value)}%" if unit == "%" else number(value)


def plain_day(day: date) -> str:
    """7 January 2026"""
    return f"{day.day} {day:%B %Y}"


def level(words: Words, about: str, title: str, range_: Range) -> Answer:
    """Answer with a level: "Home care: 34 people waiting on an average day (in 9 of 10 runs 28 to 41)."."""
    spread = f" ({RUNS} {between(range_.low, range_.high, words.unit)})" if range_.low < range_.high else ""
    return told(words, about, f"{title}: {amount(range_.mean, words.unit)} {words.says}{spread}.", range_)


def difference(words: Words, about: str, title: str, range_: Range) -> Answer:
    """Answer with a difference: clear, or "no clear difference" when 9 in 10 runs do not agree on its direction."""
    return told(words, about, f"{title}: {difference_in_words(words, range_)}.", range_, compared=True)


def difference_in_words(words: Words, range_: Range) -> str:
    """What a difference comes to, without a full stop."""
    thing = words.thing or words.says
    if max(abs(range_.low), abs(range_.high)) < words.least:
        return f"no difference to speak of in {thing}"
    if not range_.is_clear:
        return f"no clear difference in {thing} ({RUNS} between {_side(words, range_.low)} and {_side(words, range_.high)})"
    near, far = sorted((abs(range_.low), abs(range_.high)))
    direction = words.more if range_.mean > 0 else words.less
    return f"{amount(abs(range_.mean), words.unit)} {direction} {words.says} ({RUNS} {between(near, far, words.unit)} {direction})"


def between(low: float, high: float, unit: str) -> str:
    """The two ends of a range: "£1,200 to £3,400", "24 to 36 in 100"."""
    if unit == "in 100":
        return f"{number(100 * low)} to {number(100 * high)} in 100"
    return f"{amount(low, unit)} to {amount(high, unit)}"


def _side(words: Words, value: float) -> str:
    if abs(value) < _NOTHING:
        return "no change"
    return f"{amount(abs(value), words.unit)} {words.more if value > 0 else words.less}"


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
