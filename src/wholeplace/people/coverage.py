"""Which days the journeys speak of, from the days that the feeds cover."""

from collections.abc import Mapping
from datetime import date

from wholeplace.feeds.tables import EPISODES, OPT_OUTS, PERSONS
from wholeplace.people.sources import AREA_TABLES, Source, Span
from wholeplace.terms import month_of, months_later

FED_BY = {
    "stays": "episodes",
    "attendances": "emergency_care",
    "contacts": "contacts",
    "care": "social_care",
    "support": "voluntary_activity",
    "births": "births",
    "answers": "answers",
    "bookings": "bookings",
    "referrals": "referrals",
    "tenancies": "tenancies",
    "homes": "persons",
    "deaths": "persons",
    "costs": "spend",
    "path_costs": "episodes",
}
"""The received table that each journey table's rows come from. People and register months are counted by month, from the
person list. Deaths are told by any, but only the person list tells of those that happened outside hospital and care."""

HAPPENING = ("episodes", "emergency_care", "contacts")
"""Received tables whose rows are dated by what happened on the day, not by when something long began."""

STANDING = (PERSONS.name, OPT_OUTS.name, *AREA_TABLES)
"""Received tables that say how things stand, for years before and after anything happens: they stretch no months."""

TELLS_OF_CHECKS = ("contacts",)
MONTHS_OF_A_CHECK = 12
"""A check counts for 12 months, so a register is known only once 12 months of contacts are."""

MONTHS_OF_AN_ANSWER = 12
"""A survey is asked once a year and speaks until the next one: its answers cover the 11 months after their last one too."""

MONTHS_OF_A_SEGMENT = 24
"""The frailty score looks back 24 months, so segments say something only once 24 months of hospital records are there."""

ENDED_LONG_AGO = 12
"""Months after which a feed that stopped is taken to have ended, so that it does not hold the others back."""


def table_covers(sources: tuple[Source, ...]) -> dict[str, Span]:
    """The days that all feeds of one received table cover. A feed that stopped over a year before the last one has ended."""
    covers: dict[str, Span] = {}
    for table in sorted({source.table for source in sources}):
        spans = [source.covers for source in sources if source.table == table and source.covers]
        if spans:
            last = max(to for _, to in spans)
            running = [to for _, to in spans if months_later(month_of(to), ENDED_LONG_AGO) >= month_of(last)]
            covers[table] = (min(start for start, _ in spans), min(running))
    return covers


def months_covered(spans: list[Span]) -> tuple[date, ...]:
    """The first day of every month from the first covered to the last, over all spans."""
    if not spans:
        return ()
    first, end = month_of(min(start for start, _ in spans)), max(to for _, to in spans)
    months: list[date] = []
    while months_later(first, len(months)) < end:
        months.append(months_later(first, len(months)))
    return tuple(months)


def months_to_count(covers: Mapping[str, Span], extra: Span | None) -> tuple[date, ...]:
    """The months for which people are counted: from the first covered by events as they happen, to the last covered by anything.

    Social care and voluntary support are told by when they began, often years before the first return, so their first day
    counts only where there is nothing else.
    """
    told_as_they_happen = [span for table, span in covers.items() if table in HAPPENING] + ([extra] if extra else [])
    any_events = [span for table, span in covers.items() if table not in STANDING] + ([extra] if extra else [])
    if not any_events:
        return ()
    first = min(start for start, _ in told_as_they_happen or any_events)
    return months_covered([(first, max(to for _, to in any_events))])


def journey_covers(covers: Mapping[str, Span], months: tuple[date, ...]) -> dict[str, Span]:
    """The days that each journey table covers: those of the received table that feeds it, within the months people are counted in.

    A register month asks for a check within 12 months, so it says something only from the 12th month of contacts.
    """
    if not months:
        return {}
    first, end = months[0], months_later(months[-1], 1)
    spans = {journey: (max(covers[table][0], first), covers[table][1]) for journey, table in FED_BY.items() if table in covers}
    spans["person_months"] = (first, end)
    if PERSONS.name in covers:
        spans["registered_months"] = (first, end)
    if "answers" in spans:
        start, told_until = spans["answers"]
        spans["answers"] = (start, min(end, months_later(month_of(told_until), MONTHS_OF_AN_ANSWER)))
    if checks := [covers[table] for table in TELLS_OF_CHECKS if table in covers]:
        known_from = max(months_later(month_of(start), MONTHS_OF_A_CHECK - 1) for start, _ in checks)
        spans["register_months"] = (max(known_from, first), min(to for _, to in checks))
    if PERSONS.name in covers and EPISODES.name in covers:
        known_from = months_later(month_of(covers[EPISODES.name][0]), MONTHS_OF_A_SEGMENT)
        spans["person_segments"] = (max(known_from, first), min(end, covers[EPISODES.name][1]))
    return {journey: (start, to) for journey, (start, to) in spans.items() if start < to}
