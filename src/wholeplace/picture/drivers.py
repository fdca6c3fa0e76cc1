"""What made the difference: the change in events in parts that add up to the last person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.measures.statistics import das_gupta
from wholeplace.picture.figures import MeasureFigures, Standing
from wholeplace.picture.looks import RATE, SHARE
from wholeplace.picture.shapes import Driver, Figure
from wholeplace.terms import AreaCode
from wholeplace.terms.group import NOT_RECORDED

SPREAD = "Spread evenly"
NOT_KNOWN = "Not known"
COUNTED_TWICE = "Counted in more than one"
NOISE = 1.645  # standard errors: a part must be larger than chance makes 9 of 10 parts
PART = "part"
PARTS = ("How many there were", "Who they were", "How often it happened")

PATHWAYS = {"0": "Home, no new need", "1": "Home with support", "2": "Rehabilitation bed", "3": "Care home", NOT_RECORDED: NOT_RECORDED}
_FIFTHS = {"1": "Most deprived fifth", "2": "Second fifth", "3": "Middle fifth", "4": "Fourth fifth", "5": "Least deprived fifth"}
_LABELS: Mapping[str, Mapping[str, str]] = {"pathway": PATHWAYS, "deprivation": _FIFTHS}
_GROUP_SPLITS = ("deprivation", "age", "ethnic_group")


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside:
    """What lies inside an area, and what its groups are called."""

    areas: Mapping[AreaCode, str]  # code -> name of the narrowest areas inside
    level: str  # their level
    organisations: Mapping[str, str]  # code -> name


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """Events and exposure of the groups of one split, now and a year before: arrays over [group]."""

    groups: tuple[str, ...]
    labels: tuple[str, ...]
    now: np.ndarray
    exposed: np.ndarray
    before: np.ndarray
    exposed_before: np.ndarray


def drivers(figures: MeasureFigures, standing: Standing, inside: Inside, dispersion: float) -> tuple[Driver, ...]:
    """The change in events from a year before, split by pathway, provider, neighbourhood and group, each split in full.

    Only for rates and shares of events. Parts smaller than their noise are pooled as "Spread evenly". The split "part"
    says how much comes from how many there were, who they were, and how often it happened (Das Gupta).
    """
    whole = [figures.groups(standing, "all", "period", before=earlier).get("all") for earlier in (False, True)]
    if figures.family not in (RATE, SHARE) or not figures.measure.people_counted or any(_unreadable(each) for each in whole):
        return ()
    made: list[Driver] = []
    splits = [split for split in (*figures.measure.splits, *_GROUP_SPLITS) if figures.groups(standing, split, "period")]
    for split in splits:
        made += _split(split, _sides(figures, standing, split, inside, whole), figures, dispersion)
    if inside.areas:
        made += _split(inside.level, _areas(figures, inside, whole), figures, dispersion)
    mixed = next((split for split in (*figures.measure.splits, "age") if split in splits and _has_mix(figures, split)), None)
    if mixed:
        made += _parts(_sides(figures, standing, mixed, inside, whole))
    return tuple(made)


def _unreadable(figure: Figure | None) -> bool:
    return figure is None or figure.value is None or figure.numerator is None or figure.denominator is None


def _has_mix(figures: MeasureFigures, split: str) -> bool:
    """A rate's pathway or provider has no population of its own, so no mix; its ages have."""
    return figures.family == SHARE or split == "age"


def _sides(figures: MeasureFigures, standing: Standing, split: str, inside: Inside, whole: Sequence[Figure | None]) -> Sides:
    now, before = (figures.groups(standing, split, "period", before=earlier) for earlier in (False, True))
    names = sorted(now.keys() | before.keys(), key=lambda name: (name == NOT_RECORDED, name))
    labels = [_LABELS.get(split, {}).get(name) or inside.organisations.get(name, name) for name in names]
    return _with_rest((names, labels), ([now.get(name) for name in names], [before.get(name) for name in names]), whole)


def _areas(figures: MeasureFigures, inside: Inside, whole: Sequence[Figure | None]) -> Sides:
    now, before = (figures.at_level(inside.level, "period", before=earlier) for earlier in (False, True))
    names = sorted((now.keys() | before.keys()) & inside.areas.keys(), key=lambda code: inside.areas[code])
    labels = [inside.areas[name] for name in names]
    return _with_rest((list(names), labels), ([now.get(name) for name in names], [before.get(name) for name in names]), whole)


def _with_rest(
    called: tuple[Sequence[str], list[str]], groups: tuple[list[Figure | None], list[Figure | None]], whole: Sequence[Figure | None]
) -> Sides:
    """The groups (names and labels) as arrays, and one more for what stands in none of them (an unknown area), so that
    they add up."""
    names, labels = called
    events = [[_number(figure, "numerator") for figure in side] for side in groups]
    sizes = [[_number(figure, "denominator") for figure in side] for side in groups]
    totals = [_number(figure, "numerator") for figure in whole]
    rest = [total - sum(side) for total, side in zip(totals, events, strict=True)]
    if any(abs(each) > 1e-9 for each in rest):
        # More than all: one event stands in several groups, such as a delay with two reasons. It is taken off once.
        labels = [*labels, NOT_KNOWN if min(rest) >= 0 else COUNTED_TWICE]
        whole_sizes = [_number(figure, "denominator") for figure in whole]
        for side, size, missing, total in zip(events, sizes, rest, whole_sizes, strict=True):
            size.append(max(total - sum(size), missing, 0.0))
            side.append(missing)
    return Sides(
        groups=(*names, *[""] * (len(labels) - len(names))), labels=tuple(labels), now=np.array(events[0]), exposed=np.array(sizes[0]),
        before=np.array(events[1]), exposed_before=np.array(sizes[1]),
    )  # fmt: skip


def _number(figure: Figure | None, name: str) -> float:
    number = getattr(figure, name) if figure is not None else None
    return 0.0 if number is None else float(number)


def _split(split: str, sides: Sides, figures: MeasureFigures, dispersion: float) -> list[Driver]:
    parts = sides.now - sides.before
    chance = sides.now + sides.before
    if figures.family == SHARE:
        chance = chance - _squared_share(sides.now, sides.exposed) - _squared_share(sides.before, sides.exposed_before)
    large = np.abs(parts) > NOISE * np.sqrt(np.maximum(chance, 0) * dispersion)
    order = sorted(np.flatnonzero(large), key=lambda row: (-abs(parts[row]), sides.labels[row]))
    made = [Driver(split=split, label=sides.labels[row], group=sides.groups[row], events=float(parts[row])) for row in order]
    if len(order) == len(parts):
        return made
    # What is left is taken from the whole, so that the parts add up to the last person whatever floating point does.
    rest = float(parts.sum()) - sum(driver.events for driver in made)
    return [*made, Driver(split=split, label=SPREAD, events=rest, spread_evenly=True)]


def _squared_share(events: np.ndarray, size: np.ndarray) -> np.ndarray:
    return np.where(size > 0, events**2 / np.where(size > 0, size, 1), 0.0)


def _without_exposure(sides: Sides) -> bool:
    """Whether some group has events but nobody who could have had one, so that its rate has no meaning."""
    now, before = (sides.now > 0) & (sides.exposed == 0), (sides.before > 0) & (sides.exposed_before == 0)
    return bool(np.any(now) or np.any(before))


def _parts(sides: Sides) -> list[Driver]:
    if COUNTED_TWICE in sides.labels or _without_exposure(sides):
        return []
    parts = das_gupta(sides.now, sides.exposed, sides.before, sides.exposed_before)
    sums = (parts.volume.sum(), parts.mix.sum(), parts.rate.sum())
    return [Driver(split=PART, label=label, events=float(events)) for label, events in zip(PARTS, sums, strict=True)]
