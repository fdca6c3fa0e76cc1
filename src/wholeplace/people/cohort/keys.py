"""Every key that a cohort's file may have: its kind and meaning, by section. The documentation says the same."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wholeplace.people.cohort.shapes import ALL, LAST, MOTHER, SELF
from wholeplace.people.cohort.vocabulary import TABLES

TEXT, TEXTS, TRUTH, WHOLE = "text", "a list of texts", "true or false", "a whole number, 0 or more"
SHARE, DAYS = "a number above 0 and at most 1", "two whole numbers, the first no larger"
SECTION, SECTIONS = "a section", "a list of sections"
BETWEEN = f'two days, such as [2023-01-01, 2023-12-31], or "{ALL}", or "{LAST}"'
OVER = 'two whole numbers of days, or "the year before index", "on index", "pregnancy"'

OVERS: Mapping[str, tuple[int, int] | str] = {"the year before index": (-365, -1), "on index": (0, 0), "pregnancy": "pregnancy"}
ENDS = ("death", "left the place")
SUMS = ("any", "count", "first after days")
TAKES = ("last", "first", "mean", "highest")

Section = Mapping[str, tuple[str, str]]

KEYS: Mapping[str, Section] = {
    "": {
        "title": (TEXT, "what the cohort is called"),
        "question": (TEXT, "the question it can answer, ending in a question mark"),
        "source": (TEXT, "whose definition"),
        "purpose": (TEXT, "what it is for: planning or research. It must be the purpose for which opt-outs were applied"),
        "enter": (SECTION, "who enters, and on what day"),
        "exclude": (SECTIONS, "who is left out, in order: each is a line of the flow"),
        "follow": (SECTION, "for how long people are followed"),
        "baseline": (SECTION, "the columns that describe people on the index day"),
        "exposures": (SECTIONS, "what people were exposed to"),
        "outcomes": (SECTIONS, "what came of them"),
        "compare": (SECTION, "a comparison with everybody else in the place"),
    },
    "enter": {
        "from": (TEXT, "the journey table whose rows enter"),
        "on": (TEXT, "the date of that table that is the index day"),
        "counts": (TEXT, "which rows enter: a condition"),
        "between": (BETWEEN, "the first and last index day, both let in"),
        "one_row": (TEXT, "which row of a person enters: first, last or each"),
        "after_days": (WHOLE, "the index day is so many days after the date"),
    },
    "exclude": {
        "name": (TEXT, "the reason, as the flow shows it"),
        "when": (TEXT, "who is left out: a condition on the entering row, what is known besides, and exposures by name"),
    },
    "follow": {
        "from_days": (WHOLE, "first day followed, counted from the index day"),
        "to_days": (WHOLE, "last day followed"),
        "ends_with": (TEXTS, "what ends it earlier: death, left the place. The end of records always does"),
    },
    "baseline": {
        "columns": (TEXTS, "columns of the entering row, what is known besides, and exposures by name"),
        "by": (TEXT, "the column or exposure that splits the baseline table; numbers are cut into thirds"),
    },
    "exposures": {
        "name": (TEXT, "name of the column it becomes"),
        "when": (TEXT, "an exposure told by the entering row itself: a condition"),
        "from": (TEXT, "exposures (of areas), or a journey table about people"),
        "of": (TEXT, "whose: self or mother"),
        "exposure": (TEXT, "areas: which exposure"),
        "unit": (TEXT, "areas: its unit, where the exposure comes in several"),
        "over": (OVER, "areas: the days over which it is taken"),
        "combine": (TEXT, "areas: mean (weighted by days) or highest"),
        "min_known_share": (SHARE, "areas: below this share of known days it is not known"),
        "question": (TEXT, "answers: which question"),
        "on": (TEXT, "the date that places a row"),
        "counts": (TEXT, "which rows: a condition"),
        "within_days": (DAYS, "from which day to which, counted from the index day"),
        "standing": (TRUTH, "true: rows that stand on the index day, of tables of spans such as care, instead of within_days"),
        "as": (TEXT, "any, count or first after days"),
        "take": (TEXT, "last, first, mean or highest of the column `value`"),
        "value": (TEXT, "the column that is taken; of answers, its number unless said"),
    },
    "outcomes": {
        "name": (TEXT, "name of the column it becomes"),
        "when": (TEXT, "an outcome told by the entering row itself: a condition"),
        "from": (TEXT, "a journey table about people"),
        "on": (TEXT, "the date that places a row"),
        "counts": (TEXT, "which rows: a condition"),
        "within_days": (DAYS, "from which day to which, counted from the index day; inside the days followed"),
        "as": (TEXT, "any, count or first after days"),
    },
    "compare": {
        "with": (TEXT, "the population: everybody else who lives in the place on the index day"),
        "same": (TEXTS, "columns in which the comparison is weighted to be alike"),
    },
}  # fmt: skip

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "": ("title", "question", "source", "purpose", "enter"),
    "enter": ("from", "on"),
    "exclude": ("name", "when"),
    "follow": ("to_days",),
    "baseline": ("columns",),
    "exposures": ("name",),
    "outcomes": ("name",),
    "compare": ("with", "same"),
}

_PEOPLE = tuple(name for name in TABLES if name != "deaths")
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("", "purpose"): ("planning", "research"),
    ("enter", "from"): _PEOPLE,
    ("enter", "one_row"): ("first", "last", "each"),
    ("exposures", "from"): ("exposures", *TABLES),
    ("exposures", "of"): (SELF, MOTHER),
    ("exposures", "combine"): ("mean", "highest"),
    ("exposures", "as"): SUMS,
    ("exposures", "take"): TAKES,
    ("outcomes", "from"): tuple(TABLES),
    ("outcomes", "as"): SUMS,
    ("compare", "with"): ("population",),
}


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _pair(value: object, of: type) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(each) is of for each in value) and value[0] <= value[1]


def is_of(kind: str, value: Any) -> bool:
    """Whether `value`, as TOML reads it, is of `kind`."""
    checks = {
        TEXT: isinstance(value, str) and bool(str(value).strip()),
        TEXTS: isinstance(value, list) and all(isinstance(each, str) and each for each in value),
        TRUTH: isinstance(value, bool),
        WHOLE: _whole(value),
        SHARE: isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1,
        DAYS: _pair(value, int),
        BETWEEN: _pair(value, date) or value in (ALL, LAST),
        OVER: _pair(value, int) or (isinstance(value, str) and value in OVERS),
        SECTION: isinstance(value, dict),
        SECTIONS: isinstance(value, list) and all(isinstance(each, dict) for each in value),
    }
    return checks[kind]
