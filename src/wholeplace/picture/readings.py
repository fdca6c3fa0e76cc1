"""Readings: a measure with those it must be read with, in one area; its verdict, sentence, drivers and link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from wholeplace.measures.shapes import Measure, Results
from wholeplace.picture.changes import WHY_NO_DATA, Changed, changed
from wholeplace.picture.drivers import Inside, drivers
from wholeplace.picture.figures import MeasureFigures, Standing, by_measure
from wholeplace.picture.gaps import Around, gaps
from wholeplace.picture.levels import NO_LEVEL, levels, standard_for
from wholeplace.picture.links import NO_LINK, Link, among, link, same_time
from wholeplace.picture.shapes import Change, Direction, Driver, Gap, Level, Member, Reading, Sentence, Series, Verdict
from wholeplace.picture.unlinked import Missing, MissingRows, with_missing, worded_missing
from wholeplace.picture.verdicts import Told, verdict_of
from wholeplace.picture.where import NOWHERE, Where, where
from wholeplace.picture.words import (
    change_in_words,
    figures_in_words,
    level_in_words,
    no_change_in_words,
    people_in_words,
    said,
    together,
)
from wholeplace.place.shapes import Area, Place
from wholeplace.terms import AreaCode, MeasureName, months_later

NOT_KNOWN_HERE = "it is not known for this area"
_NO_SERIES = Series(points=(), mean=None, lower_limit=None, upper_limit=None, trial_limits=True)
_NO_CHANGE = Change(
    direction=Direction.UNKNOWN, spoke="cannot look", icon="none", assurance="no target", now=None, before=None,
    difference=None, ratio=None, ratio_lower=None, ratio_upper=None, why_not=NOT_KNOWN_HERE,
)  # fmt: skip

SEVERITY = (
    Verdict.SHIFTING, Verdict.GOOD_AND_POOR, Verdict.WORSENING, Verdict.IMPROVING, Verdict.CHANGED,
    Verdict.NO_CLEAR_CHANGE, Verdict.CANNOT_SAY,
)  # fmt: skip
"""The order in which a board should hear of readings."""


@dataclass(frozen=True, kw_only=True)
class Judgements:
    """Everything that is worked out once for a measure, for all areas; readings only put it together."""

    results: Results
    place: Place
    figures: Mapping[MeasureName, MeasureFigures]
    changed: Mapping[MeasureName, Changed]
    levels: Mapping[MeasureName, Mapping[Standing, Level]]
    missing: MissingRows
    _members: dict[tuple[MeasureName, Standing], Member] = field(default_factory=dict)
    _spreads: dict[tuple[MeasureName, str], float] = field(default_factory=dict)

    @classmethod
    def of(cls, results: Results, place: Place) -> "Judgements":
        figures = by_measure(results)
        wide = place.settings.levels[:2]
        changes = {
            name: changed(each, targets={at: _value(each, at, place) for at in each.standings}, wide=wide) for name, each in figures.items()
        }
        return cls(
            results=results,
            place=place,
            figures=figures,
            changed=changes,
            levels={name: levels(each, place) for name, each in figures.items()},
            missing=MissingRows(results),
        )

    @property
    def narrowest(self) -> str:
        return self.place.settings.levels[-1]

    @cached_property
    def standing_areas(self) -> tuple[Area, ...]:
        """Areas of the place's own levels at the period's end: widest level first, then by name."""
        last_day = months_later(self.results.period.ends, -1)
        order = {level: number for number, level in enumerate(self.place.settings.levels)}
        kept = [area for area in self.place.areas if area.level in order and area.stands_on(last_day)]
        return tuple(sorted(kept, key=lambda area: (order[area.level], area.name, area.code)))

    @cached_property
    def _parents(self) -> Mapping[AreaCode, AreaCode | None]:
        return {area.code: area.parent for area in self.standing_areas}

    def inside(self, standing: Standing) -> Inside:
        """The narrowest areas inside one area; none for those areas themselves."""
        names = {} if standing.level == self.narrowest else {
            area.code: area.name for area in self.standing_areas if area.level == self.narrowest and self._lies_in(area.code, standing.area)
        }  # fmt: skip
        return Inside(areas=names, level=self.narrowest, organisations={each.code: each.name for each in self.place.organisations})

    def _lies_in(self, code: AreaCode, wider: AreaCode) -> bool:
        above = self._parents.get(code)
        return above is not None and (above == wider or self._lies_in(above, wider))

    def spread(self, name: MeasureName, level: str) -> float:
        """How much more than chance a measure varies in the areas of one level: the middle one of them."""
        if (name, level) not in self._spreads:
            rows = [row for row, at in enumerate(self.figures[name].standings) if at.level == level]
            found = self.changed[name].looks.dispersion[rows]
            self._spreads[name, level] = float(np.nanmedian(found)) if rows and not np.all(np.isnan(found)) else 1.0
        return self._spreads[name, level]

    def member(self, name: MeasureName, standing: Standing, role: str) -> Member:
        """One measure in one area, as it stands in a reading."""
        if (name, standing) not in self._members:
            self._members[name, standing] = self._make_member(name, standing)
        return replace(self._members[name, standing], role=role)

    def _make_member(self, name: MeasureName, standing: Standing) -> Member:
        measure = self.results.measures[name]
        figures = self.figures.get(name)
        if figures is None or standing not in self.changed[name].changes:
            unknown = replace(_NO_CHANGE, why_not=WHY_NO_DATA) if figures is None else _NO_CHANGE
            return Member(measure=measure, role="", figure=None, series=_NO_SERIES, change=unknown, level=NO_LEVEL, gaps=())
        told = self.changed[name]
        return Member(
            measure=measure, role="", figure=figures.now(standing), series=told.series[standing], change=told.changes[standing],
            level=self.levels[name][standing], gaps=self._gaps(figures, standing),
            unlinked=worded_missing(self.missing.whole(name, standing.level, standing.area)),
        )  # fmt: skip

    def _gaps(self, figures: MeasureFigures, standing: Standing) -> tuple[Gap, ...]:
        around = Around(
            dispersion=self.spread(figures.measure.name, standing.level), inside=self.inside(standing).areas, narrowest=self.narrowest
        )
        found = gaps(figures, standing, around)
        return tuple(with_missing(gap, figures.measure, self._missing_by_group(figures, standing, gap)) for gap in found)

    def _missing_by_group(self, figures: MeasureFigures, standing: Standing, gap: Gap) -> Mapping[str, Missing]:
        return self.missing.groups(figures.measure.name, standing.level, standing.area, gap.split)

    def p_value(self, name: MeasureName, standing: Standing) -> float:
        """The chance of a year-before difference this large when nothing changed; not a number where nobody can look."""
        rows = self.figures[name].standings
        return float(self.changed[name].looks.p_value[rows.index(standing)]) if standing in rows else float("nan")

    def strength(self, name: MeasureName, standing: Standing) -> float:
        return self.changed[name].strength.get(standing, 0.0) if name in self.changed else 0.0


def _value(figures: MeasureFigures, standing: Standing, place: Place) -> float | None:
    held = standard_for(figures, standing, place)
    return None if held is None else held.value


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A reading and what the headline needs beside it."""

    reading: Reading
    benefit: Member | None
    harm: Member | None
    where: Where
    link: Link
    strength: float


def readings_of(judgements: Judgements, standing: Standing) -> tuple[Read, ...]:
    """Every measure known in this area, each with those it must be read with; those a board should hear first, first."""
    made = [
        _read(judgements, measure, standing)
        for name, measure in sorted(judgements.results.measures.items())
        if name in judgements.figures and standing in judgements.changed[name].changes
    ]
    return tuple(
        sorted(made, key=lambda r: (not r.reading.leads, SEVERITY.index(r.reading.verdict), -round(r.strength, 6), r.reading.name))
    )


def _read(judgements: Judgements, measure: Measure, standing: Standing) -> Read:
    chased = judgements.member(measure.name, standing, "chased")
    known = [name for name in measure.read_with if name in judgements.results.measures]
    members = (chased, *(judgements.member(name, standing, "counterpart") for name in known))
    verdict = verdict_of(_told(chased), [_told(each) for each in members[1:]])
    benefit, harm = (_first(members, side) for side in (Direction.BETTER, Direction.WORSE))
    subject = _subject(verdict, chased, harm)
    parts, place_of, joined = _explained(judgements, standing, members, subject) if subject else ((), NOWHERE, NO_LINK)
    strengths = [judgements.strength(each.measure.name, standing) for each in (benefit, harm) if each is not None]
    reading = Reading(
        name=measure.name, title=measure.reading or measure.title, question=measure.question, area=standing.area, verdict=verdict,
        sentence=sentence_of(verdict, members, benefit, harm), members=members, drivers=parts,
        drivers_of=subject.measure.name if subject and parts else None, where=place_of.sentence,
        link=_link_sentence(joined, parts, members), why_cannot=_why_cannot(verdict, members), leads=measure.reading is not None,
    )  # fmt: skip
    return Read(reading=reading, benefit=benefit, harm=harm, where=place_of, link=joined, strength=min(strengths, default=0.0))


def _told(member: Member) -> Told:
    until = member.change.now.ends if member.change.now is not None else None
    return Told(direction=member.change.direction, until=until, level=member.level.stands)


def _first(members: Sequence[Member], side: Direction) -> Member | None:
    """The first in the order that the measure's author gave: what matters most stands first in read_with."""
    return next((member for member in members if member.change.direction is side), None)


def _subject(verdict: Verdict, chased: Member, harm: Member | None) -> Member | None:
    """Whose change the drivers split."""
    if verdict in (Verdict.SHIFTING, Verdict.WORSENING):
        return harm
    return chased if verdict in (Verdict.IMPROVING, Verdict.CHANGED) else None


def _explained(
    judgements: Judgements, standing: Standing, members: Sequence[Member], subject: Member
) -> tuple[tuple[Driver, ...], Where, Link]:
    name = subject.measure.name
    figures, inside = judgements.figures[name], judgements.inside(standing)
    parts = drivers(figures, standing, inside, judgements.spread(name, standing.level))
    rose = (subject.change.difference or 0.0) > 0
    spread = {each: judgements.spread(each, judgements.narrowest) for each in judgements.figures}
    place_of = where(figures, standing, inside, rose=rose, dispersion=spread[name])
    if subject.change.direction is not Direction.WORSE:
        return parts, place_of, NO_LINK
    near = [each.measure.name for each in members] + list(subject.measure.read_with)
    others = [judgements.figures[other] for other in dict.fromkeys(near) if other != name and other in judgements.figures]
    return parts, place_of, link(others, place_of, inside, spread)


def _link_sentence(joined: Link, parts: Sequence[Driver], members: Sequence[Member]) -> Sentence | None:
    harmed = any(member.change.direction is Direction.WORSE for member in members)
    told = [each for each in (joined.sentence or same_time(members), among(parts) if harmed else None) if each is not None]
    return together(told) if told else None


def _why_cannot(verdict: Verdict, members: Sequence[Member]) -> str:
    if verdict is not Verdict.CANNOT_SAY:
        return ""
    unknown = [member for member in members if member.change.direction is Direction.UNKNOWN]
    reasons = [f"{member.measure.short}: {member.change.why_not}." for member in unknown]
    return " ".join(reasons) or "The changes lie more than 12 months apart."


def sentence_of(verdict: Verdict, members: Sequence[Member], benefit: Member | None, harm: Member | None) -> Sentence:
    """The words of a verdict. Every verdict has its own."""
    chased = members[0]
    if verdict is Verdict.SHIFTING and benefit and harm:
        return together((
            change_in_words(benefit.measure, benefit.change), change_in_words(harm.measure, harm.change, after="But "),
            people_in_words(harm.measure, harm.change),
        ))  # fmt: skip
    if verdict is Verdict.WORSENING and harm:
        if harm is chased or chased.change.direction is Direction.UNKNOWN:
            return together((change_in_words(harm.measure, harm.change), people_in_words(harm.measure, harm.change)))
        return together((figures_in_words(chased), change_in_words(harm.measure, harm.change, after="But ")))
    if verdict in (Verdict.IMPROVING, Verdict.CHANGED):
        return together((change_in_words(chased.measure, chased.change), people_in_words(chased.measure, chased.change), _rest(members)))
    if verdict is Verdict.GOOD_AND_POOR:
        return _levels_in_words(members)
    return no_change_in_words(chased) if verdict is Verdict.NO_CLEAR_CHANGE else _cannot_say(members)


def _rest(members: Sequence[Member]) -> Sentence:
    unknown = [member.measure.short for member in members[1:] if member.change.direction is Direction.UNKNOWN]
    if unknown:
        return said(f"We cannot say yet for: {unknown[0]}.")
    return said("Nothing that is read with it got worse.")


def _levels_in_words(members: Sequence[Member]) -> Sentence:
    good = next(member for member in members if "better" in member.level.stands)
    poor = next(member for member in members if "worse" in member.level.stands)
    return together((level_in_words(good), level_in_words(poor, after="But ")))


def _cannot_say(members: Sequence[Member]) -> Sentence:
    chased = members[0]
    if chased.change.direction is Direction.UNKNOWN:
        return said(f"We cannot say yet: {chased.change.why_not}.")
    unknown = next((member for member in members[1:] if member.change.direction is Direction.UNKNOWN), None)
    if unknown is None:
        return said("We cannot say: the measures changed, but more than 12 months apart.")
    return together(
        (change_in_words(chased.measure, chased.change), said(f"But we cannot say yet what it cost: {unknown.measure.short} is not known."))
    )
