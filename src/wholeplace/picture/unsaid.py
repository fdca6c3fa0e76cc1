"""What we cannot say, and why: said plainly, so that a gap in the data is never read as good news."""

from collections.abc import Iterable, Mapping, Sequence

from wholeplace.measures.shapes import Results, Source
from wholeplace.picture.changes import WHY_NOT_COMPLETE, WHY_TOO_FEW
from wholeplace.picture.figures import MeasureFigures, Standing
from wholeplace.picture.readings import Judgements, Read
from wholeplace.picture.shapes import Direction, Quantity, Sentence
from wholeplace.picture.unlinked import Missing
from wholeplace.picture.words import said
from wholeplace.place.shapes import UNKNOWN_AREA
from wholeplace.terms import MeasureName
from wholeplace.terms.group import NOT_RECORDED

MOST_NAMED = 3
WORTH_SAYING = 0.01
"""Shares of rows under 1 in 100 are not said."""


def cannot_say(judgements: Judgements, system: Sequence[Read], below: Sequence[Sequence[Read]]) -> tuple[Sentence, ...]:
    """Every reason, most important first: measures without an answer, too few events, unknown areas and groups, rows set
    aside, and what the measures room noted."""
    results = judgements.results
    return (
        *_unanswered(system),
        *_too_few(below),
        *_unknown_areas(judgements),
        *_unknown_groups(judgements, system),
        *_unknown_people(judgements, system),
        *_set_aside(results.sources),
        *(said(note.replace("{", "{{").replace("}", "}}")) for note in results.notes),
        *_nothing_received(results, judgements.figures),
    )


def _unanswered(system: Sequence[Read]) -> Iterable[Sentence]:
    members = {read.reading.members[0].measure.name: read.reading.members[0] for read in system}
    for name in sorted(members):
        member = members[name]
        if member.change.direction is not Direction.UNKNOWN:
            continue
        why = member.change.why_not
        days = member.measure.complete_after_days
        if why == WHY_NOT_COMPLETE and days:
            yield said(f"{member.measure.short}: not complete, as {days} days after the last month are not over.")
        else:
            yield said(f"{member.measure.short}: {why}.")


def _too_few(below: Sequence[Sequence[Read]]) -> Iterable[Sentence]:
    few = {read.reading.area for reads in below for read in reads if read.reading.members[0].change.why_not == WHY_TOO_FEW}
    looks = sum(read.reading.members[0].change.why_not == WHY_TOO_FEW for reads in below for read in reads)
    if looks:
        numbers = {"looks": Quantity(value=looks, shows="number"), "areas": Quantity(value=len(few), shows="number")}
        yield said("{looks} figures of {areas} areas rest on too few events to tell a change from chance.", **numbers)


def _unknown_areas(judgements: Judgements) -> Iterable[Sentence]:
    """The measure with the largest share of rows that no neighbourhood is known for."""
    worst: tuple[float, float, str] | None = None
    for figures in judgements.figures.values():
        share, count = _share_unknown(figures, judgements.narrowest)
        if figures.measure.people_counted and share >= WORTH_SAYING and (worst is None or share > worst[0]):
            worst = share, count, figures.measure.noun or figures.measure.short
    if worst is not None:
        share = Quantity(value=100 * worst[0], shows="percent", behind=worst[1])
        yield said(f"No neighbourhood is known for up to {{share}} of records, such as {worst[2]}.", share=share)


def _share_unknown(figures: MeasureFigures, narrowest: str) -> tuple[float, float]:
    found = figures.at_level(narrowest, "year")
    whole = sum(figure.numerator or 0.0 for figure in found.values())
    missing = found[UNKNOWN_AREA].numerator or 0.0 if UNKNOWN_AREA in found else 0.0
    return (missing / whole if whole else 0.0), missing


def _unknown_groups(judgements: Judgements, system: Sequence[Read]) -> Iterable[Sentence]:
    """How many have no ethnic group recorded, for the readings on the first page: the largest share of them."""
    if not system:
        return
    standing = Standing(judgements.place.settings.levels[0], system[0].reading.area)
    shares: dict[MeasureName, tuple[float, float]] = {}
    for read in system:
        figures = judgements.figures[read.reading.name]
        groups = figures.groups(standing, "ethnic_group", "year")
        whole = sum(figure.numerator or 0.0 for figure in groups.values())
        missing = groups[NOT_RECORDED].numerator or 0.0 if NOT_RECORDED in groups else 0.0
        if read.reading.leads and figures.measure.people_counted and whole and missing / whole >= WORTH_SAYING:
            shares[read.reading.name] = missing / whole, missing
    if shares:
        name = max(sorted(shares), key=lambda each: shares[each][0])
        share = Quantity(value=100 * shares[name][0], shows="percent", behind=shares[name][1])
        noun = judgements.results.measures[name].noun
        yield said(f"Ethnic group is not recorded for up to {{share}}, as for {noun}.", share=share)


def _unknown_people(judgements: Judgements, system: Sequence[Read]) -> Iterable[Sentence]:
    """Of the readings that follow people: the one that leaves out most records for want of a known person."""
    found: list[tuple[float, MeasureName, Missing]] = []
    for read in system:
        missing = judgements.missing.whole(read.reading.name, judgements.place.settings.levels[0], read.reading.area)
        if missing is not None and missing.share >= WORTH_SAYING:
            found.append((missing.share, read.reading.name, missing))
    if found:
        _, name, missing = max(found, key=lambda each: (each[0], each[1]))
        share = Quantity(value=100 * missing.share, shows="percent", behind=missing.unlinked)
        short = judgements.results.measures[name].short
        yield said(f"{short}: up to {{share}} of records belong to no known person, so they are left out.", share=share)


def _set_aside(sources: Mapping[str, Source]) -> Iterable[Sentence]:
    for name in sorted(sources):
        source = sources[name]
        if source.rows_in and source.quarantined / source.rows_in >= WORTH_SAYING:
            share = Quantity(value=100 * source.quarantined / source.rows_in, shows="percent")
            yield said(f"{{share}} of the rows in {source.feed} broke its contract and are not counted.", share=share)


def _nothing_received(results: Results, figures: Mapping[MeasureName, MeasureFigures]) -> Iterable[Sentence]:
    missing = [measure.short for name, measure in sorted(results.measures.items()) if name not in figures]
    if len(missing) > MOST_NAMED:
        count = Quantity(value=len(missing), shows="number")
        yield said(f"Nothing was received for {{count}} measures, such as: {'; '.join(missing[:MOST_NAMED])}.", count=count)
    elif missing:
        yield said(f"Nothing was received for: {'; '.join(missing)}.")
