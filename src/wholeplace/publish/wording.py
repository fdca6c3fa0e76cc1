"""Numbers, dates and sentences in plain words. Nothing here decides what may be seen: `disclosure` has done that."""

from dataclasses import dataclass
from datetime import date

from wholeplace.measures.shapes import Measure, Status
from wholeplace.measures.statistics import Rule
from wholeplace.picture.shapes import Quantity, Sentence
from wholeplace.publish.disclosure import SMALL
from wholeplace.publish.shown import Shown
from wholeplace.terms.period import MONTH_NAMES, months_later

HIDDEN = "hidden"
_STATUS_WORDS = {Status.NOT_YET_COMPLETE: "not complete yet", Status.TOO_FEW: "too few to say", Status.NO_DATA: "no data"}


def number(value: float) -> str:
    """About 3 figures, commas from 1,000, no needless decimals: 1,078 / 15.7 / 0.42."""
    size = abs(value)
    decimals = 0 if size >= 100 or size == 0 else 1 if size >= 1 else 2
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text.replace("-0", "0") if text == "-0" else text


def short(value: float, measure: Measure) -> str:
    """A value beside a chart, with its sign when that is short: 15.7%, £1,240."""
    if measure.unit == "per cent":
        return f"{number(value)}%"
    if measure.unit.startswith("pounds"):
        return money(value)
    return number(value)


def money(pounds: float) -> str:
    size = abs(pounds)
    text = f"{size / 1e6:,.1f} million" if size >= 1e6 else f"{size:,.0f}" if size >= 100 or size == 0 else f"{size:,.2f}"
    return f"{'-' if pounds < 0 else ''}£{text}"


def unit(measure: Measure) -> str:
    """What stands after a value where `short` has not said it."""
    if measure.unit == "per cent":
        return ""
    return measure.unit.removeprefix("pounds ") if measure.unit.startswith("pounds") else measure.unit


def count(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def why_no_number(shown: Shown | None, rule: Rule) -> str:
    """What stands in a number's place: "fewer than 8", "hidden", "not complete yet" ... never 0."""
    if shown is None:
        return "no data"
    if shown.hidden:
        return rule.small if shown.hidden == SMALL and rule.hides_below else HIDDEN
    return _STATUS_WORDS.get(Status(shown.status), "no data")


def value_in_words(shown: Shown | None, measure: Measure, rule: Rule) -> str:
    """The value, or why there is none. A hidden value's count may be small; the value itself is just hidden."""
    if shown is not None and shown.can_be_seen and shown.value is not None:
        return short(shown.value, measure)
    return HIDDEN if shown is not None and shown.hidden else why_no_number(shown, rule)


def count_in_words(shown: Shown | None, rule: Rule) -> str:
    if shown is None or shown.hidden or shown.numerator is None:
        return why_no_number(shown, rule) if shown is None or shown.hidden else ""
    return count(shown.numerator)


def limits_in_words(lower: float | None, upper: float | None, measure: Measure) -> str:
    return "" if lower is None or upper is None else f"{short(lower, measure)} to {short(upper, measure)}"


def month(day: date) -> str:
    """The short name of a month, as on a chart: "Sep 2025"."""
    return f"{MONTH_NAMES[day.month - 1][:3]} {day.year}"


def span_in_words(starts: date, ends: date) -> str:
    """Whole months as people say them, from first day to first day after: "July to September 2025", "2024"."""
    last = months_later(ends.replace(day=1), -1) if ends.day == 1 else ends
    if starts.month == 1 and last.month == 12 and starts.year == last.year:
        return str(starts.year)
    last_words = f"{MONTH_NAMES[last.month - 1]} {last.year}"
    if (starts.year, starts.month) == (last.year, last.month):
        return last_words
    year = "" if starts.year == last.year else f" {starts.year}"
    return f"{MONTH_NAMES[starts.month - 1]}{year} to {last_words}"


def day_in_words(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says sentences under one rule for small numbers."""

    rule: Rule

    def say(self, sentence: Sentence | None, *, instead: str = "", silent: frozenset[float] = frozenset()) -> str:
        """The sentence with its numbers; `instead` when one of them may not be told. `silent`: numbers of people or events
        behind figures that are hidden for other reasons than being small."""
        if sentence is None or any(self._hides(quantity, silent) for quantity in sentence.numbers.values()):
            return instead
        return sentence.pattern.format(**{name: self.quantity(quantity) for name, quantity in sentence.numbers.items()})

    def _hides(self, quantity: Quantity, silent: frozenset[float]) -> bool:
        return self.rule.hides(quantity.behind) or quantity.behind in silent

    def quantity(self, quantity: Quantity) -> str:
        value = quantity.value
        if quantity.shows == "count":
            return count(self.rule.shown(value) if quantity.behind is not None else value)
        if quantity.shows == "percent":
            return f"{number(value)}%"
        if quantity.shows == "money":
            return money(value)
        return number(value)
