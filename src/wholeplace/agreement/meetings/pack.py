"""The pack of a meeting: what of the picture, the plan and the log belongs on the table. Its words are shown by `publish`, which
rounds or hides the numbers in them; nothing here is text yet."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.agreement.meetings.action_log import LogState, due_of, log_state
from wholeplace.agreement.meetings.shapes import ActionLogEntry, Sitting
from wholeplace.agreement.plans import Colour, Delivery, Plan, Progress, Standing
from wholeplace.picture import Picture, Reading, Sentence
from wholeplace.terms import Period

_FIRST = (Standing.WRONG_WAY, Standing.MISSED, Standing.BEHIND, Standing.CANNOT_SAY, Standing.ON_TRACK, Standing.REACHED)
_COLOURS = (Colour.RED, Colour.AMBER)


@dataclass(frozen=True, kw_only=True, slots=True)
class PackSection:
    """One part of a pack: its title and sentences, and the readings whose charts stand with them."""

    title: str
    sentences: tuple[Sentence, ...]
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingPack:
    """What lies before a meeting. `empty`: the titles of sections that had nothing to say, so that silence is seen."""

    sitting: Sitting
    period: Period
    sections: tuple[PackSection, ...]
    empty: tuple[str, ...]


def pack_of(sitting: Sitting, period: Period, sections: Sequence[PackSection]) -> MeetingPack:
    """A pack in the order of its sections. Those that say nothing are named, not shown."""
    said = tuple(section for section in sections if section.sentences)
    return MeetingPack(
        sitting=sitting, period=period, sections=said, empty=tuple(section.title for section in sections if not section.sentences)
    )


def measures_of(plan: Plan, programmes: Collection[str]) -> tuple[str, ...]:
    """The measures of the ambitions that some programmes serve, each once, in the plan's order."""
    served = {ambition for one in plan.programmes if one.name in programmes for ambition in one.ambitions}
    return tuple(dict.fromkeys(one.measure for one in plan.ambitions if one.name in served and one.measure))


def section_of_readings(title: str, picture: Picture, measures: Collection[str], areas: Collection[str]) -> PackSection:
    """The readings of some areas in which one of the measures is chased or is a counterpart: a measure is never shown alone.

    A reading that does not lead stands there only where no leading one holds its measure.
    """
    held = [area.readings for area in picture.areas if area.code in areas]
    readings = tuple(reading for of_area in held for reading in _wanted(of_area, measures))
    return PackSection(title=title, sentences=tuple(reading.sentence for reading in readings), readings=readings)


def _wanted(readings: Sequence[Reading], measures: Collection[str]) -> Iterator[Reading]:
    held = {reading.name: {member.measure.name for member in reading.members} for reading in readings}
    led = {name for reading in readings if reading.leads for name in held[reading.name]}
    for reading in readings:
        told_by = held[reading.name] if reading.leads else {reading.name} - led
        if told_by & set(measures):
            yield reading


def section_of_ambitions(title: str, progress: Iterable[Progress]) -> PackSection:
    """Where ambitions stand, the failing ones first. Their values are published ones: they are shown as they are."""
    ordered = sorted(progress, key=lambda one: _FIRST.index(one.standing))
    return PackSection(title=title, sentences=tuple(plain(one.sentence) for one in ordered))


def section_of_actions(title: str, deliveries: Iterable[Delivery]) -> PackSection:
    """Actions that are late or near their day, the late ones first; those that go well are left out."""
    told = sorted((one for one in deliveries if one.colour in _COLOURS), key=lambda one: (_COLOURS.index(one.colour), one.action.due))
    return PackSection(title=title, sentences=tuple(plain(one.sentence) for one in told))


def section_of_log(title: str, entries: Iterable[ActionLogEntry], today: date) -> PackSection:
    """What earlier sittings asked for and is not done, in the order in which it is given."""
    told = [
        plain(f"{one.what} {one.owner}, due on {due_of(one)}: {state.value}.")
        for one in entries
        if (state := log_state(one, today)) is not LogState.DONE
    ]
    return PackSection(title=title, sentences=tuple(told))


def section_of_what_cannot_be_said(title: str, picture: Picture) -> PackSection:
    """What the picture cannot say, and why."""
    return PackSection(title=title, sentences=picture.cannot_say)


def plain(text: str) -> Sentence:
    """Words without a number that could be hidden, as a sentence."""
    return Sentence(pattern=text.replace("{", "{{").replace("}", "}}"))
