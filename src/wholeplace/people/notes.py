"""What a reader should know of the journeys, in plain sentences with counts. Never a person's value."""

from collections.abc import Mapping
from datetime import date

from wholeplace.people.keyed import Linked

SENTENCES = {
    "episodes without a date": "{count} hospital episodes have no date of admission and are in no stay.",
    "attendances without an arrival": "{count} attendances have no time of arrival and are not counted.",
    "contacts without a day": "{count} contacts have no date and are not counted.",
    "services without a start": "{count} social care services have no start and are not counted.",
    "support that goes on": "{count} records of voluntary support have not ended, so their result is not yet counted.",
    "left before they came": "{count} hospital spells end before they start; their end is taken as not known.",
    "ready before they came": "{count} stays have a ready date before admission, which is not used.",
    "never recorded as leaving": "{count} stays have no discharge although the person was admitted again later.",
    "people on the list without a known home": "{count} spans on the person list lie in no small area of this place.",
    "people on the list without an age": "{count} spans on the person list have no birth date, so their age is not known.",
    "births without a day": "{count} births have no day and are not counted.",
    "births told twice": "{count} rows tell of a birth that another row tells of too. Each birth is counted once.",
    "births without a known mother": "{count} births could not be joined to a mother we know. They are counted, but not followed from her.",
    "answers without a day": "{count} answers to surveys have no day and are not counted.",
    "exposures without a place or time": "{count} values of exposures lie in no small area here, or have no span of days or no number.",
}


def sentences(linked: tuple[Linked, ...], covers: Mapping[str, tuple[date, date]], fallen: Mapping[str, int]) -> tuple[str, ...]:
    """Every note worth reading: feeds with rows of no known person, feeds that stop early, and what fell out and why."""
    notes = [
        f"{row.feed}: {row.rows - row.with_person:,} of {row.rows:,} rows belong to no known person. They are counted, but not followed."
        for row in linked
        if row.with_person < row.rows
    ]
    if covers and (late := _holding_back(covers)):
        notes.append(late)
    return (*notes, *(sentence.format(count=f"{fallen[thing]:,}") for thing, sentence in SENTENCES.items() if fallen.get(thing)))


def _holding_back(covers: Mapping[str, tuple[date, date]]) -> str:
    ends = {table: to for table, (_, to) in covers.items() if table in ("episodes", "social_care")}
    if len(set(ends.values())) < 2:
        return ""
    first = min(ends, key=lambda table: (ends[table], table))
    return f"What happened 91 days later is known only until {ends[first]:%Y-%m-%d}, where the {first.replace('_', ' ')} feeds end."
