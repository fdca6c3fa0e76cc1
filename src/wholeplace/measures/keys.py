"""Every key that a measure's TOML file may have: its kind, what it means, and what it may say."""

import re
from collections.abc import Mapping

from wholeplace.measures.registered import is_by_surgery
from wholeplace.measures.shapes import Better, Kind, Lens
from wholeplace.measures.vocabulary import TABLES

TEXT, TEXTS, WHOLE, TRUTH = "text", "a list of texts", "a whole number above 0", "true or false"
SHARE, TABLE = "a number between 0 and 1", "a table of keys"

KEYS: Mapping[str, tuple[str, str]] = {
    "title": (TEXT, "what the page is called"),
    "short": (TEXT, "the title over a small chart, at most 32 characters"),
    "question": (TEXT, "the question in plain words, ending in a question mark"),
    "lens": (TEXT, "outcomes, quality or money"),
    "better": (TEXT, "lower, higher or neither"),
    "read_with": (TEXTS, "measures that could be harmed when this one is chased; at least one"),
    "from": (TEXT, "the table that is counted"),
    "on": (TEXT, "the date that places a row in a month"),
    "counts": (TEXT, "which rows count: a condition"),
    "of_which": (TEXT, "proportion: the event among the rows that count, a condition"),
    "amount": (TEXT, "what is added up, such as delay_days; left out: rows are counted. Median, quantile: what is put in order"),
    "kind": (TEXT, "rate, proportion, ratio, mean, median, quantile, total or published"),
    "quantile": (SHARE, "quantile: the share of rows at or below it, such as 0.9"),
    "per": (WHOLE, "rate: for how many people; ratio: for how many of the denominator"),
    "per_time": (TEXT, "rate: year, or day"),
    "population": (TEXT, "rate: whose time is the denominator, a condition on person_months"),
    "people": (TEXT, "rate: resident, the people who live there (so unless said), or registered, those of its GP surgeries"),
    "denominator": (TABLE, "ratio: what it is held against: from, on, counts and amount, as for the measure itself"),
    "unit": (TEXT, "the words after the number"),
    "standardise": (TEXT, "none, direct (rate) or indirect (proportion)"),
    "complete_after": (TEXT, 'how long after a month its figure is whole, such as "30 days"'),
    "rolling": (TEXT, '"12 months": each point stands for the 12 months to its end, for small numbers; its chart is not judged'),
    "splits": (TEXTS, "columns that drivers may split by"),
    "indicator": (TEXT, "published: the series"),
    "people_counted": (TRUTH, "false: the rows are not people"),
    "reading": (TEXT, "title of the reading that this measure leads"),
    "topic": (TEXT, "the topic page it stands on"),
    "noun": (TEXT, "what is counted, for sentences"),
    "rises": (TEXT, "a main clause for a rise, to begin a sentence, without a full stop"),
    "falls": (TEXT, "the same for a fall"),
    "says_more": (TEXT, "the word for a rise: more, longer, higher"),
    "source": (TEXT, "whose definition, with its version"),
    "definition_id": (TEXT, "the id of the definition; two ids never make one series"),
}
"""Key -> kind and meaning. The reference pages are made from this."""

REQUIRED = (
    "title", "short", "question", "lens", "better", "read_with", "from", "kind", "unit", "source", "definition_id", "topic", "noun",
)  # fmt: skip

COUNTED_TABLES = tuple(name for name in TABLES if name != "person_months" and not is_by_surgery(name))
CHOICES: Mapping[str, tuple[str, ...]] = {
    "lens": tuple(Lens),
    "better": tuple(Better),
    "kind": tuple(Kind),
    "from": COUNTED_TABLES,
    "standardise": ("none", "direct", "indirect"),
    "per_time": ("year", "day"),
    "people": ("resident", "registered"),
}

BELOW_KEYS: Mapping[str, tuple[str, str]] = {name: KEYS[name] for name in ("from", "on", "counts", "amount")}
"""What the table of keys after `denominator` may have."""

BELOW_TABLES = tuple(name for name in COUNTED_TABLES if name not in ("spend", "published"))

DAYS = re.compile(r"(\d{1,4}) days?")
ROLLING = {"12 months": 12}
LONGEST_SHORT = 32


def is_kind(kind: str, value: object) -> bool:
    """Whether a value read from TOML is of one of the kinds of KEYS."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == SHARE:
        return number and 0 < float(str(value)) < 1
    if kind == WHOLE:
        return number and isinstance(value, int) and value > 0
    if kind == TEXTS:
        return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
    if kind in (TRUTH, TABLE):
        return isinstance(value, bool if kind == TRUTH else dict)
    return isinstance(value, str) and bool(value.strip())
