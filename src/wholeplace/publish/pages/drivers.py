"""The parts of a change, so rounded that they still add up."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.measures.shapes import Better, Measure
from wholeplace.measures.statistics import Rule
from wholeplace.picture.drivers import PART
from wholeplace.picture.shapes import Driver, Reading
from wholeplace.publish import wording
from wholeplace.publish.charts.bars import Part
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.pages.gaps import split_words

TOP_DRIVERS = 3
_FIRST_SPLITS = ("pathway",)  # how people left hospital says more of a change than which organisation they left


@dataclass(frozen=True, kw_only=True, slots=True)
class DriverView:
    """The parts of one change, adding up to `total`."""

    measure: Measure
    split: str
    title: str
    parts: Sequence[Part]
    total: Part
    worse_when: int
    says: str


def driver_views(reading: Reading, edition: Edition) -> list[DriverView]:
    """One view for each split, in the picture's own order. Parts that may not be told are pooled with the rest."""
    splits = dict.fromkeys(driver.split for driver in reading.drivers)
    made = []
    for split in splits if reading.drivers_of else ():
        drivers = [driver for driver in reading.drivers if driver.split == split]
        told = [driver for driver in drivers if _may_tell(driver, reading, edition)]
        if told and reading.drivers_of:
            made.append(_driver_view(edition.measures[reading.drivers_of], drivers, told, edition))
    return sorted(made, key=lambda view: view.split not in _FIRST_SPLITS)


def _may_tell(driver: Driver, reading: Reading, edition: Edition) -> bool:
    measure = str(reading.drivers_of)
    if driver.spread_evenly:
        return False  # it takes what is left, whatever else is left with it
    if driver.split in (*edition.place.settings.levels, *edition.place.settings.footprints):
        return edition.silence.may_name_areas(measure, driver.split)
    if driver.split == PART:
        return "all" in edition.silence.groups_to_tell(measure, reading.area, "all")
    return driver.group in edition.silence.groups_to_tell(measure, reading.area, driver.split)


def _driver_view(measure: Measure, drivers: Sequence[Driver], told: Sequence[Driver], edition: Edition) -> DriverView:
    split = drivers[0].split
    whole = sum(driver.events for driver in drivers)
    named = sorted(told, key=lambda d: -abs(d.events))[:TOP_DRIVERS]
    rest = whole - sum(driver.events for driver in named)
    labels = [driver.label for driver in named]
    sizes = [driver.events for driver in named]
    if len(named) < len(drivers):
        alone = len(named) + 1 == len(drivers) and any(driver.spread_evenly for driver in drivers)
        labels.append("Spread evenly" if alone else "All the rest")
        sizes.append(rest)
    total, *parts = adding_up(whole, sizes, edition.rule if measure.people_counted else None)
    scale = 100 if measure.table == "spend" else 1
    words = [_signed(part / scale, measure) for part in parts]
    worse = {Better.LOWER: 1, Better.HIGHER: -1, Better.NEITHER: 0}[measure.better]
    title = f"The change from a year before, {split_words(split)}"
    return DriverView(
        measure=measure,
        split=split,
        title=title,
        parts=[Part(*part) for part in zip(labels, parts, words, strict=True)],
        total=Part("All together", total, _signed(total / scale, measure)),
        worse_when=worse,
        says=f"{title}: "
        + ", ".join(f"{label} {word}" for label, word in zip(labels, words, strict=True))
        + f"; all together {_signed(total / scale, measure)}.",
    )


def _signed(value: float, measure: Measure) -> str:
    words = wording.money(abs(value)) if measure.table == "spend" else wording.count(abs(value))
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{words}"


def adding_up(whole: float, parts: Sequence[float], rule: Rule | None) -> list[float]:
    """The whole and its parts, rounded by the rule so that the parts still add up (largest remainders are rounded up)."""
    step = max(rule.rounds_to, rule.midpoint, 1) if rule is not None else 1
    total = round(whole / step)
    floors = [int(part // step) for part in parts]
    left = total - sum(floors)
    order = sorted(range(len(parts)), key=lambda n: (-(parts[n] / step - floors[n]), n))
    for n in order[: max(0, left)]:
        floors[n] += 1
    return [total * step, *(n * step for n in floors)]
