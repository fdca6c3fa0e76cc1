"""Plain words for figures and changes. Deterministic; numerals; at most 20 words in a sentence; numbers kept apart."""

import re
from collections.abc import Iterable

from wholeplace.measures.shapes import Kind, Measure
from wholeplace.picture.changes import when
from wholeplace.picture.shapes import Change, Direction, Figure, Member, Quantity, Sentence

SHORT_SOURCE = 4  # words; a longer source stands on the measure's page
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def listed(names: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def said(pattern: str, **numbers: Quantity) -> Sentence:
    """One sentence with its numbers by name."""
    return Sentence(pattern=pattern, numbers=numbers)


def together(sentences: Iterable[Sentence | None]) -> Sentence:
    """Sentences one after the other; numbers of the same name are kept apart by their place."""
    patterns, numbers = [], {}
    for place, sentence in enumerate(each for each in sentences if each is not None):
        patterns.append(_PLACEHOLDER.sub(rf"{{\g<1>_{place}}}", sentence.pattern))
        numbers.update({f"{name}_{place}": quantity for name, quantity in sentence.numbers.items()})
    return Sentence(pattern=" ".join(patterns), numbers=numbers)


def lower_first(text: str) -> str:
    """To go on after "But": "More people ..." becomes "more people ...". Names such as A&E stay as they are."""
    name = text[:2].isalpha() and text[:2].isupper()  # "GP surgeries", but not "A larger share"
    return text if name or text[1:2] == "&" else text[:1].lower() + text[1:]


def behind(measure: Measure, figure: Figure) -> float | None:
    """How many people or events stand behind a figure, by which it may have to be hidden; None: not about people."""
    if not measure.people_counted:
        return None
    if measure.kind is Kind.MEAN:
        return figure.denominator
    return figure.numerator if figure.people is None else float(figure.people)


def quantity_of(measure: Measure, figure: Figure, *, value: float | None = None) -> Quantity:
    """A figure's value, or another value in the measure's unit, as a number inside a sentence."""
    number = figure.value if value is None else value
    return Quantity(value=float(number or 0.0), shows=_shows(measure), behind=behind(measure, figure))


def _shows(measure: Measure) -> str:
    if measure.unit == "per cent":
        return "percent"
    if measure.unit.startswith("pounds"):
        return "money"
    if measure.kind in (Kind.RATE, Kind.RATIO):
        return "rate"
    return "days" if measure.unit == "days" else "number"


def unit_after(measure: Measure) -> str:
    """The shortest words after a number that say its unit: nothing for 15.7%, " days", " per 1,000"."""
    if measure.unit == "per cent":
        return ""
    if measure.unit.startswith("pounds"):
        return measure.unit.removeprefix("pounds")
    if measure.kind is Kind.RATIO and measure.per > 1:
        return f" per {measure.per:,}"
    return f" per {measure.per:,} a {measure.per_time}" if measure.kind is Kind.RATE else f" {measure.unit}"


def clause(measure: Measure, change: Change) -> str:
    """A main clause for what the measure did: "Fewer older people go into hospital after a fall"."""
    rose = (change.difference or 0.0) > 0
    own = measure.rises if rose else measure.falls
    return own or f"{measure.title}: the figure went {'up' if rose else 'down'}"


def change_in_words(measure: Measure, change: Change, *, after: str = "") -> Sentence:
    """What one measure did, with its numbers: "..., down 24% on a year before." or "...: 15.7%, up from 13.9%." """
    opening = clause(measure, change)
    opening = f"{after}{lower_first(opening)}" if after else opening
    now, before = change.now, change.before
    if now is None or before is None or now.value is None or before.value is None:
        return said(f"{opening}.")
    side = "up" if now.value > before.value else "down"
    if measure.kind in (Kind.RATE, Kind.RATIO) and measure.people_counted and change.ratio:
        share = Quantity(value=abs(change.ratio - 1) * 100, shows="percent", behind=behind(measure, now))
        return said(f"{opening}, {side} {{share}} on a year before.", share=share)
    both = {"now": quantity_of(measure, now), "before": quantity_of(measure, before)}
    # A published figure is rarely of the picture's own months, so it says which it is of.
    dated = f" ({when(now.starts, now.ends)})" if measure.kind is Kind.PUBLISHED else ""
    return said(f"{opening}: {{now}}{unit_after(measure)}, {side} from {{before}}{dated}.", **both)


def people_in_words(measure: Measure, change: Change) -> Sentence | None:
    """The count behind a change: "That is 242 people back within 30 days, 38 more than a year before." """
    now, before = change.now, change.before
    if not _has_counts(measure, now, before):
        return None
    assert now is not None  # _has_counts
    assert before is not None
    more = (now.numerator or 0.0) - (before.numerator or 0.0)
    few = min(behind(measure, now) or 0.0, behind(measure, before) or 0.0)
    count = Quantity(value=now.numerator or 0.0, shows="count", behind=behind(measure, now))
    if more == 0 or (more > 0) != ((change.difference or 0.0) > 0):
        return said(f"That is {{count}} {measure.noun}.", count=count)
    difference = Quantity(value=abs(more), shows="count", behind=few)
    return said(
        f"That is {{count}} {measure.noun}, {{difference}} {'more' if more > 0 else 'fewer'} than a year before.",
        count=count, difference=difference,
    )  # fmt: skip


def _has_counts(measure: Measure, now: Figure | None, before: Figure | None) -> bool:
    counted = measure.people_counted and measure.kind in (Kind.RATE, Kind.RATIO, Kind.PROPORTION) and bool(measure.noun)
    return counted and all(figure is not None and figure.numerator is not None for figure in (now, before))


def figures_in_words(member: Member) -> Sentence:
    """The figure and the one before it: "Inactive adults: 25.6%, and 26.1% a year before." """
    measure, now, before = member.measure, member.change.now, member.change.before
    if now is None or now.value is None:
        return said(f"{measure.short}: no clear change.")
    if before is None or before.value is None:
        return said(f"{measure.short}: {{now}}{unit_after(measure)}.", now=quantity_of(measure, now))
    both = {"now": quantity_of(measure, now), "before": quantity_of(measure, before)}
    return said(f"{measure.short}: {{now}}{unit_after(measure)}, and {{before}} {_before_words(now, before)}.", **both)


def no_change_in_words(member: Member) -> Sentence:
    """Both figures, and why no change is said."""
    change = member.change
    if change.spoke == "they contradict":
        why = "The chart and the year before do not agree, so we say no clear change."
    elif change.now is None or change.now.value is None:
        return figures_in_words(member)
    elif change.before is not None and change.now.value == change.before.value:
        why = "That is no change."
    else:
        why = "Chance alone gives changes like this."
    return together((figures_in_words(member), said(why)))


def _before_words(now: Figure, before: Figure) -> str:
    same_months = (now.starts.month, now.starts.year - 1) == (before.starts.month, before.starts.year)
    return "a year before" if same_months else f"in {when(before.starts, before.ends)}"


def level_in_words(member: Member, *, after: str = "") -> Sentence | None:
    """One member against its standard: "Back within 30 days: 14.7%, worse than 14.2% (England)." """
    now, level = member.change.now or member.figure, member.level
    if now is None or now.value is None or level.standard is None or level.stands in ("none", "within"):
        return None
    word = "better" if "better" in level.stands else "worse"
    measure = member.measure
    standard = Quantity(value=level.standard, shows=_shows(measure))
    opening = f"{after}{lower_first(measure.short)}" if after else measure.short
    source = level.standard_source
    against = f"{{standard}} ({source})" if len(source.split()) <= SHORT_SOURCE else "the standard of {standard}"
    pattern = f"{opening}: {{now}}{unit_after(measure)}, {word} than {against}."
    return said(pattern, now=quantity_of(measure, now), standard=standard)


def worded_groups(measure: Measure, poorest: Figure | None, richest: Figure | None) -> Sentence | None:
    """The two ends of a gap: "Back within 30 days: 19.2% in the most deprived fifth, 13.2% in the least deprived." """
    if poorest is None or richest is None:
        return None
    one, other = (figure.value if figure.standardised is None else figure.standardised for figure in (poorest, richest))
    numbers = {"poorest": quantity_of(measure, poorest, value=one), "richest": quantity_of(measure, richest, value=other)}
    return said(f"{measure.short}: {{poorest}} in the most deprived fifth, {{richest}} in the least deprived.", **numbers)


def is_clear(change: Change) -> bool:
    """Whether the change is beyond noise, in whatever direction."""
    return change.direction in (Direction.BETTER, Direction.WORSE, Direction.CHANGED)
