"""What a board hears first: at most three sentences, and under them what else was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scipy.special import ndtr

from wholeplace.measures.statistics import benjamini_hochberg
from wholeplace.measures.statistics.inequality import (
    ALL_IMPROVE_GAP_WIDENS,
    CANNOT_SAY,
    LEVELLING_DOWN,
    POOREST_FASTEST,
    POOREST_LEFT_BEHIND,
    POOREST_WORSE,
)
from wholeplace.picture.figures import Standing
from wholeplace.picture.readings import SEVERITY, Judgements, Read
from wholeplace.picture.shapes import Direction, Gap, Member, Reading, Sentence, Verdict
from wholeplace.picture.words import change_in_words, clause, is_clear, listed, lower_first, people_in_words, said, together
from wholeplace.terms import MeasureName

MOST_FINDINGS = 12
_HARMFUL = (Verdict.SHIFTING, Verdict.WORSENING)
_WORTH_SAYING = (*_HARMFUL, Verdict.GOOD_AND_POOR, Verdict.IMPROVING, Verdict.CHANGED)

_GAP_WORDS: Mapping[str, str] = {
    POOREST_FASTEST: "{short}: the most deprived fifth improved fastest, and the gap closed.",
    ALL_IMPROVE_GAP_WIDENS: "{short}: everyone improved, but the gap between most and least deprived widened.",
    LEVELLING_DOWN: "{short}: the gap closed only because the least deprived fifth got worse.",
    POOREST_WORSE: "{short}: the most deprived fifth got worse, and the gap widened.",
    POOREST_LEFT_BEHIND: "{short}: the gap widened, as the most deprived fifth did not improve.",
}


FALSE_HEADLINES, FALSE_IN_PLACES, FALSE_GAPS = 0.01, 0.01, 0.05
"""A board reads a few changes out of many looks. The system's are held to this false discovery rate together; those of
single places, several times as many looks, to this chance of even one false one (Bonferroni). Gaps have each passed two
tests already, and are held to theirs."""

NOTHING = "Nothing changed by more than chance."
NOT_KNOWN = "These files do not show what changed in the place as a whole."
NOT_SURE = "Some figures moved, but no more than chance gives among so many."


@dataclass(frozen=True, kw_only=True, slots=True)
class Headlines:
    """The headline, and the findings under it."""

    headline: tuple[Sentence, ...]
    findings: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfPlace:
    """The readings of one place, by its name."""

    name: str
    standing: Standing
    reads: Sequence[Read]


def tell(judgements: Judgements, system: OfPlace, places: Sequence[OfPlace]) -> Headlines:
    """The headline from the system's most serious reading; then every other change of the system, then of single places,
    then gaps. A measure is told once."""
    sure = _sure_in_system(judgements, system)
    lead = next((read for read in system.reads if read.reading.leads and _can_lead(read, sure)), None)
    apart = list(_good_and_poor(places))
    told: set[MeasureName] = set()
    if lead is not None:
        headline, told = _headline(judgements, lead)
    elif apart:
        headline, apart = (apart[0],), apart[1:]
    else:
        moved = any(is_clear(read.reading.members[0].change) for read in system.reads)
        known = any(read.reading.members[0].change.direction is not Direction.UNKNOWN for read in system.reads)
        headline = (said(NOT_SURE if moved else NOTHING if known else NOT_KNOWN),)
    ways = {_way(member) for read in system.reads for member in read.reading.members if member.measure.name in told}
    of_system = _system_findings(system.reads, sure, told, ways)
    findings = [*of_system, *apart, *_place_findings(judgements, places, told, ways), *_gap_findings(system.reads)]
    return Headlines(headline=headline, findings=tuple(findings[:MOST_FINDINGS]))


def _sure_in_system(judgements: Judgements, system: OfPlace) -> set[MeasureName]:
    names = sorted(judgements.figures)
    believed = benjamini_hochberg([judgements.p_value(name, system.standing) for name in names], rate=FALSE_HEADLINES)
    return {name for name, sure in zip(names, believed, strict=True) if sure}


def _can_lead(read: Read, sure: set[MeasureName]) -> bool:
    if read.reading.verdict is Verdict.GOOD_AND_POOR:
        return _far_apart(read.reading)
    if read.reading.verdict is Verdict.SHIFTING:
        # Two measures that move apart by chance are rare by themselves: under 1 reading in 100.
        return any(member.measure.name in sure for member in read.reading.members)
    subject = read.harm or read.benefit or read.reading.members[0]
    return read.reading.verdict in _WORTH_SAYING and subject.measure.name in sure


def _far_apart(reading: Reading) -> bool:
    """Whether one of the two stands beyond 99.8% of its standard. Among so many measures two beyond 95% come by chance."""
    return any(member.level.stands.startswith("much") for member in reading.members)


def _headline(judgements: Judgements, lead: Read) -> tuple[tuple[Sentence, ...], set[MeasureName]]:
    """What changed, for whom, what it means; and the measures that have been told by it."""
    reading = lead.reading
    if reading.verdict is Verdict.GOOD_AND_POOR:
        return (reading.sentence,), {reading.name}
    if lead.harm is None or reading.verdict not in _HARMFUL:
        chased = reading.members[0]
        meaning = said("Nothing that is read with it got worse.") if reading.verdict is Verdict.IMPROVING else None
        sentences = (change_in_words(chased.measure, chased.change), people_in_words(chased.measure, chased.change), meaning)
        return tuple(each for each in sentences if each is not None), {reading.name}
    told = {lead.harm.measure.name}
    names = {area.code: area.name for area in judgements.standing_areas}
    most = f", most of all in {listed([names[code] for code in lead.where.codes])}" if lead.where.codes else ""
    first = []
    if lead.benefit is not None:
        told.add(lead.benefit.measure.name)
        first = [said(f"{clause(lead.benefit.measure, lead.benefit.change)}.")]
    harm = clause(lead.harm.measure, lead.harm.change)
    second = said(f"But {lower_first(harm)}{most}." if first else f"{harm}{most}.")
    third = (
        said(f"There, {lead.link.clause}, and the two may be linked.")
        if lead.link.measure
        else people_in_words(lead.harm.measure, lead.harm.change)
    )
    told |= {lead.link.measure} if lead.link.measure else set()
    return tuple(each for each in (*first, second, third) if each is not None), told


def _system_findings(
    system: Sequence[Read], sure: set[MeasureName], told: set[MeasureName], ways: set[tuple[str, Direction]]
) -> Iterable[Sentence]:
    """What changed in the whole place. A measure that leads no reading is silent where one of its topic has gone the same way:
    shorter delays make stays of 7 and of 14 nights fewer too, and that is one thing to say, not three."""
    for read in sorted(system, key=lambda read: SEVERITY.index(read.reading.verdict)):
        reading = read.reading
        if reading.verdict is Verdict.GOOD_AND_POOR and reading.leads and reading.name not in told and _far_apart(reading):
            yield reading.sentence
            continue
        clear = [member for member in reading.members if is_clear(member.change)]
        clear = [member for member in clear if member.measure.name in sure]
        new = [member for member in clear if member.measure.name not in told and (reading.leads or _way(member) not in ways)]
        if reading.verdict is Verdict.CANNOT_SAY and new and new[0] is reading.members[0]:
            told.add(reading.name)
            yield reading.sentence
        elif reading.verdict in _WORTH_SAYING and new and (new[0] is reading.members[0] or reading.leads):
            told.update(member.measure.name for member in new)
            ways.update(_way(member) for member in new)
            yield _finding(reading, new, whole=len(new) == len(clear))


def _way(member: Member) -> tuple[str, Direction]:
    """The topic of a measure and which way it went. Without a topic it is a thing of its own."""
    return member.measure.topic or member.measure.name, member.change.direction


def _good_and_poor(places: Sequence[OfPlace]) -> Iterable[Sentence]:
    """Places that are good on one measure and poor on another, where no change can be seen."""
    for place in places:
        for read in place.reads:
            if read.reading.leads and read.reading.verdict is Verdict.GOOD_AND_POOR and _far_apart(read.reading):
                yield together((said(f"{place.name} is good on one measure and poor on another."), read.reading.sentence))


def _finding(reading: Reading, new: Sequence[Member], *, whole: bool) -> Sentence:
    if reading.verdict is Verdict.SHIFTING and whole and len(new) > 1:
        return reading.sentence
    words = [change_in_words(member.measure, member.change) for member in new[:2]]
    cost = said("Nothing that is read with it got worse.") if reading.verdict is Verdict.IMPROVING else None
    return together((*words, cost))


def _place_findings(
    judgements: Judgements, places: Sequence[OfPlace], told: set[MeasureName], ways: set[tuple[str, Direction]]
) -> Iterable[Sentence]:
    """What changed in one place and is not told of the whole, where it is beyond doubt among all these looks."""
    looks = max(len(places) * len(judgements.figures), 1)
    for place in places:
        here, gone = set(told), set(ways)
        for read in place.reads:
            for member in read.reading.members:
                name = member.measure.name
                if not is_clear(member.change) or name in here or (_way(member) in gone and not member.measure.reading):
                    continue
                if judgements.p_value(name, place.standing) * looks < FALSE_IN_PLACES:
                    here.add(name)
                    gone.add(_way(member))
                    yield change_in_words(member.measure, member.change, after=f"In {place.name}, ")


def _gap_findings(system: Sequence[Read]) -> tuple[Sentence, ...]:
    """The clear verdicts on the poorest and the fastest that stand up among so many gaps looked at: those of measures in a reading
    that leads. Gaps of all others stand on their own pages; looking at them here too would drown the few in chance."""
    leading = {member.measure.name for read in system if read.reading.leads for member in read.reading.members}
    chased = [read.reading.members[0] for read in sorted(system, key=lambda read: read.reading.name) if read.reading.name in leading]
    looked = [(member, gap) for member in chased for gap in member.gaps if gap.split == "deprivation" and gap.verdict != CANNOT_SAY]
    believed = benjamini_hochberg([2 * float(ndtr(-gap.certainty)) for _, gap in looked], rate=FALSE_GAPS)
    return tuple(gap_in_words(*each) for each, sure in zip(looked, believed, strict=True) if sure and each[1].verdict in _GAP_WORDS)


def gap_in_words(member: Member, gap: Gap) -> Sentence:
    return said(_GAP_WORDS[gap.verdict].format(short=member.measure.short))
