"""Which index days can be let in, and until when people can be followed: what the records cover decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wholeplace.people.cohort.letters import Letters
from wholeplace.people.cohort.shapes import LAST, CohortDefinition, EventAsk

Span = tuple[date, date]
ALWAYS = (date(1900, 1, 1), date(2200, 1, 1))
"""What a table covers that nobody's coverage limits: deaths are told by any record, at any time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeAsked:
    """`first_day`, `last_day`: index days let in. `records_until`: the first day on which some outcome can no longer be seen."""

    first_day: date
    last_day: date
    records_until: date


def tables_of(definition: CohortDefinition) -> tuple[str, ...]:
    """Every journey table about people that the definition reads rows of: the entering one first."""
    asked = [ask.table for ask in (*definition.exposures, *definition.outcomes) if isinstance(ask, EventAsk)]
    return tuple(dict.fromkeys((definition.enter.table, *asked)))


def covered(table: str, covers: Mapping[str, Span]) -> Span:
    """The days that `table` covers; deaths are told at any time."""
    return ALWAYS if table == "deaths" else covers[table]


def check_covered(definition: CohortDefinition, covers: Mapping[str, Span], letters: Letters) -> None:
    """A letter for each table that no feed fills."""
    for table in tables_of(definition):
        if table != "deaths" and table not in covers:
            fix = "Put its files into feeds/, run `wholeplace receive`, or take it out of the definition."
            letters.say("", f"it reads {table}, and no feed of this place fills it.", "Nobody would seem to have had any.", fix)


def time_asked(definition: CohortDefinition, covers: Mapping[str, Span], letters: Letters) -> TimeAsked | None:
    """The index days let in, from `covers` (journey table -> first day covered, first day not). None, with a letter, when none can be.

    Days given in `between` may be too late to be followed whole: that is the end of records, and is said of each person.
    They may not be too early for what must have been seen: nobody could tell those who had none from those not seen.
    """
    enter = definition.enter
    asks = [ask for ask in (*definition.exposures, *definition.outcomes) if isinstance(ask, EventAsk)]
    watched = [covered(ask.table, covers)[1] for ask in definition.outcomes if isinstance(ask, EventAsk)]
    records_until = min(watched) if watched else covers[enter.table][1]
    earliest = max([_enters(definition, covers)[0], *(_shifted(covered(ask.table, covers)[0], -ask.within_days[0]) for ask in asks)])
    if isinstance(enter.between, tuple):
        first, last = enter.between
        if first < earliest:
            what = f"it lets in {first}, and everything asked for is seen only of people who enter on {earliest} or later."
            letters.say("enter.between", what, "Who had none could not be told from who was not seen.", f"Begin on {earliest}.")
            return None
        return TimeAsked(first_day=first, last_day=last, records_until=records_until)
    latest = min(_enters(definition, covers)[1], records_until - timedelta(days=definition.follow.to_days + 1))
    if latest < earliest:
        what = f"nobody can be followed whole: index days could begin on {earliest} and would have to end on {latest}."
        letters.say("follow", what, "The records do not reach far enough.", "Follow people for fewer days, or give `between` days.")
        return None
    return TimeAsked(first_day=earliest, last_day=latest, records_until=records_until)


def _enters(definition: CohortDefinition, covers: Mapping[str, Span]) -> Span:
    """The first and last index day (both inside) of rows that the entering table covers."""
    first, until = covers[definition.enter.table]
    after = timedelta(days=definition.enter.after_days)
    return first + after, until - timedelta(days=1) + after


def _shifted(day: date, days: int) -> date:
    return day if day == ALWAYS[0] else day + timedelta(days=days)


def one_day(definition: CohortDefinition) -> bool:
    """Whether only the last index day that can be followed is let in."""
    return definition.enter.between == LAST
