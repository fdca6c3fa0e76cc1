"""What a board hears first: at most three sentences, and under them what else was found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wholeplace.measures.statistics.inequality import (
    ALL_IMPROVE_GAP_WIDENS,
    LEVELLING_DOWN,
    POOREST_FASTEST,
    POOREST_LEFT_BEHIND,
    POOREST_WORSE,
)
from wholeplace.picture.readings import SEVERITY, Judgements, Read
from wholeplace.picture.shapes import Gap, Member, Reading, Sentence, Verdict
from wholeplace.picture.words import change_in_words, clause, is_clear, listed, lower_first, people_in_words, said, together
from wholeplace.terms import MeasureName

MOST_FINDINGS = 12
_HARMFUL = (Verdict.SHIFTING, Verdict.WORSENING)
_WORTH_SAYING = (*_HARMFUL, Verdict.GOOD_AND_POOR, Verdict.IMPROVING, Verdict.CHANGED)

_GAP_WORDS: Mapping[str, str] = {
    POOREST_FASTEST: "{short}: the most deprived fifth improved fastest, and the gap closed.",
    ALL_IMPROVE_GAP_WIDENS: "{short}: everyone improved, but the gap between most and least deprived widened.",
    LEVELLING_DOWN: "{short}: the gap closed only because the least deprived fifth got worse.",
    POOREST_WORSE: "{short}: the most deprived fifth got worse.",
    POOREST_LEFT_BEHIND: "{short}: the gap widened, as the most deprived fifth did not improve.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """The headline, the findings under it."""

    headline: tuple[Sentence, ...]
    findings: tuple[Sentence, ...]


def tell(judgements: Judgements, system: Sequence[Read], places: Mapping[str, Sequence[Read]]) -> Told:
    """The headline from the system's most serious reading; then every other change of the system, then of single places,
    then gaps. A measure is told once. `places`: readings by the name of each place."""
    lead = next((read for read in system if read.reading.leads and read.reading.verdict in _WORTH_SAYING), None)
    if lead is None:
        return Told(headline=(said("Nothing changed by more than chance."),), findings=_gap_findings(system)[:MOST_FINDINGS])
    headline, told = _headline(judgements, lead)
    findings = [*_system_findings(system, told), *_place_findings(places, told), *_gap_findings(system)]
    return Told(headline=headline, findings=tuple(findings[:MOST_FINDINGS]))


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
    names = [area.name for area in judgements.standing_areas if area.code in lead.where.codes]
    most = f", most of all in {listed(sorted(names))}" if names else ""
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


def _system_findings(system: Sequence[Read], told: set[MeasureName]) -> Iterable[Sentence]:
    for read in sorted(system, key=lambda read: SEVERITY.index(read.reading.verdict)):
        reading = read.reading
        if reading.verdict is Verdict.GOOD_AND_POOR:
            yield reading.sentence
            continue
        new = [member for member in reading.members if is_clear(member.change) and member.measure.name not in told]
        if reading.verdict in _WORTH_SAYING and new and (new[0] is reading.members[0] or reading.leads):
            told.update(member.measure.name for member in new)
            yield _finding(reading, new)


def _finding(reading: Reading, new: Sequence[Member]) -> Sentence:
    if reading.verdict is Verdict.SHIFTING:
        return reading.sentence
    words = [change_in_words(member.measure, member.change) for member in new[:2]]
    cost = said("Nothing that is read with it got worse.") if reading.verdict is Verdict.IMPROVING else None
    return together((*words, cost))


def _place_findings(places: Mapping[str, Sequence[Read]], told: set[MeasureName]) -> Iterable[Sentence]:
    """What changed in one place but not in the whole."""
    for name in sorted(places):
        here = set(told)
        for read in places[name]:
            new = [member for member in read.reading.members if is_clear(member.change) and member.measure.name not in here]
            if read.reading.verdict in _WORTH_SAYING and new:
                here.update(member.measure.name for member in new)
                yield change_in_words(new[0].measure, new[0].change, after=f"In {name}, ")


def _gap_findings(system: Sequence[Read]) -> tuple[Sentence, ...]:
    """Every clear verdict on the poorest and the fastest, each with its two ends."""
    found = []
    for read in sorted(system, key=lambda read: read.reading.name):
        chased = read.reading.members[0]
        for gap in chased.gaps:
            if gap.verdict in _GAP_WORDS:
                found.append(gap_in_words(chased, gap))
    return tuple(found)


def gap_in_words(member: Member, gap: Gap) -> Sentence:
    return said(_GAP_WORDS[gap.verdict].format(short=member.measure.short))
