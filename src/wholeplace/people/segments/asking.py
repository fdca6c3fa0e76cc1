"""Asks the rules: the model that puts every resident's run of months into one segment, and the ages it has to look at."""

from collections.abc import Sequence

import polars as pl

from wholeplace.people.models import Model, model_of
from wholeplace.people.segments.reading import Segment
from wholeplace.people.tables import PERSON_SEGMENTS
from wholeplace.warehouse import numbers_compared

AGE_BANDS = range(0, 95, 5)
ALL_AGES = range(121)


def segments_model(segments: Sequence[Segment]) -> Model:
    """The journey table person_segments: the first segment whose rule fits. A rule that cannot be answered does not fit."""
    *asked, last = segments
    cases = "\n".join(f"    when {segment.who} then '{segment.name}'" for segment in asked)
    others = ", ".join(name for name in PERSON_SEGMENTS.columns if name != "segment")
    return model_of(
        PERSON_SEGMENTS.name,
        "-- The journey table: one row per resident and run of months, in the first segment that fits.\n"
        f"select\n  {others},\n  case\n{cases}\n    else '{last.name}'\n  end as segment\nfrom described_spans",
    )


def segments_by_month(spans: str = PERSON_SEGMENTS.name, months: str = "months") -> str:
    """The query that turns runs of months into one row a resident and month: every column of `spans`, and `month`, its first day.

    `spans`: a table as person_segments. `months`: a table of the months wanted, with the first day of each as `month`. Age
    stays as on the first month of the run; its band holds for every month.
    """
    return (
        f"select spans.*, wanted.month from {spans} as spans "
        f"join {months} as wanted on wanted.month >= spans.valid_from and wanted.month < spans.valid_to"
    )


def ages_that_matter(segments: Sequence[Segment]) -> pl.DataFrame:
    """age_no: the ages at which an age band begins or a rule can change its answer. A run of months holds none of them inside.

    A rule that compares the age with whole numbers can change only at these and one year later; one that reckons with the
    age can change at any.
    """
    named = [numbers_compared(segment.who, "age") for segment in segments]
    ages = {*AGE_BANDS}
    for numbers in named:
        ages |= {*ALL_AGES} if numbers is None else {age for number in numbers for age in (number, number + 1)}
    return pl.DataFrame({"age_no": sorted(age for age in ages if age <= ALL_AGES[-1])}, schema={"age_no": pl.Int64})
