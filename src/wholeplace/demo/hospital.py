"""Hospital stays: who is admitted, for how long, how they leave and who comes back.

First admissions come at random at a rate for age, deprivation, frailty, cancer care and day. Every discharge may then
lead to another emergency admission, more likely when home care starts late: that is the link the planted truth rests on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from wholeplace.demo.days import BURN_IN, END, ONSET, Calendar, calendar
from wholeplace.demo.layout import Layout
from wholeplace.demo.population import People, gradient
from wholeplace.demo.rates import number, numbers

NONE = -1
_GENERATIONS = 7  # 15% of 15% of ... : after 7 fewer than 1 in 100,000 stays are missing
_WINDOW_BANDS = 19


class Kind(IntEnum):
    """How a stay begins."""

    EMERGENCY = 0
    ELECTIVE = 1
    DAY_CASE = 2
    MATERNITY = 3
    BIRTH = 4


class Cause(IntEnum):
    """Why an emergency stay happens: decides its diagnosis codes, and which planted change can touch it."""

    OTHER = 0
    FALL = 1
    CHRONIC = 2
    ACUTE = 3
    LATE_CARE = 4
    LAST_MONTHS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Stays:
    """One row a stay (transfers inside it). Days are day numbers; NONE where there is none.

    `starts` to `ends` (first day out of the bed); `ready` <= ends; `pathway` 0 to 3; `care_wait`: days from `ends` until
    home care is planned to start (pathway 1); `died`: left dead.
    """

    person: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    ready: np.ndarray
    kind: np.ndarray
    cause: np.ndarray
    pathway: np.ndarray
    care_wait: np.ndarray
    died: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    def take(self, which: np.ndarray) -> "Stays":
        return Stays(**{f.name: getattr(self, f.name)[which] for f in fields(self)})

    @classmethod
    def together(cls, parts: Sequence["Stays"]) -> "Stays":
        return cls(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Dice:
    """What every step needs: the dice, the layout (is anything planted?) and the people of the block."""

    rng: np.random.Generator
    layout: Layout
    people: People


def stays_of(dice: Dice) -> Stays:
    """All stays that start from BURN_IN to END, in order of person and start; nobody in two beds, nobody after death."""
    parts = [_first_emergencies(dice), _planned(dice), _maternity(dice), _births(dice), _last_months(dice), _into_care_homes(dice)]
    parts.append(_more_avoidable(dice))
    latest = without_overlaps(dice.people, Stays.together(parts))
    everything = [latest]
    for _ in range(_GENERATIONS):
        latest = _returns(dice, latest)
        everything.append(latest)
    return without_overlaps(dice.people, Stays.together(everything))


def events(dice: Dice, rate: np.ndarray, factor: np.ndarray, dates: Calendar) -> tuple[np.ndarray, np.ndarray]:
    """People and days of events at `rate` (per person a year, by band on the day) times each person's `factor`.

    Events are drawn at the highest rate a person can meet in the window and thinned to the rate of the day, so that
    ageing over the window does not drift the rate. Only days on which the person lives here are kept.
    """
    people, rng = dice.people, dice.rng
    everyone = np.arange(len(people))
    highest = np.maximum(rate[people.band(everyone, dates.starts)], rate[people.band(everyone, dates.ends)]) * factor
    person = np.repeat(everyone, rng.poisson(highest * dates.years))
    when = dates.draw(rng, len(person))
    chance = rate[people.band(person, when)] * factor[person]
    kept = (rng.random(len(person)) * highest[person] < chance) & people.here(person, when)
    return person[kept], when[kept]


def _emergency_dates() -> Calendar:
    return calendar("hospital.emergency_season", "hospital.emergency_weekday", BURN_IN, END)


def _emergency_factor(people: People) -> np.ndarray:
    cancer = np.where(people.cancer, numbers("hospital.cancer_factor")[0], 1.0)
    return people.frailty * gradient(people.percentile, number("hospital.emergency_gradient")) * cancer


def _causes(dice: Dice, person: np.ndarray, when: np.ndarray) -> np.ndarray:
    band = dice.people.band(person, when)
    falls = numbers("hospital.falls_share_by_band")[band]
    steep = gradient(dice.people.percentile[person], number("hospital.chronic_gradient"))
    chronic = numbers("hospital.chronic_share_by_band")[band] * steep
    acute = numbers("hospital.acute_share_by_band")[band]
    choice = dice.rng.random(len(person))
    return np.select(
        [choice < falls, choice < falls + chronic, choice < falls + chronic + acute], [Cause.FALL, Cause.CHRONIC, Cause.ACUTE], Cause.OTHER
    ).astype(np.int8)


def _first_emergencies(dice: Dice) -> Stays:
    person, when = events(dice, numbers("hospital.emergency_by_band") / 1000, _emergency_factor(dice.people), _emergency_dates())
    cause = _causes(dice, person, when)
    prevented = (cause == Cause.FALL) & (when >= ONSET) & (dice.people.age(person, when) >= 65)
    prevented &= dice.rng.random(len(person)) < number("planted.falls") * dice.layout.plant
    return emergencies(dice, person[~prevented], when[~prevented], cause[~prevented])


def _more_avoidable(dice: Dice) -> Stays:
    """Planted: after onset the least deprived fifth has more avoidable admissions for chronic conditions."""
    more = number("planted.avoidable_fifth_5") * dice.layout.plant
    factor = _emergency_factor(dice.people) * (dice.layout.fifth[dice.people.home] == 5)
    person, when = events(dice, numbers("hospital.emergency_by_band") / 1000, factor * more, _emergency_dates())
    cause = _causes(dice, person, when)
    kept = (cause == Cause.CHRONIC) & (when >= ONSET)
    return emergencies(dice, person[kept], when[kept], cause[kept])


def emergencies(dice: Dice, person: np.ndarray, starts: np.ndarray, cause: np.ndarray) -> Stays:
    """Emergency stays for people admitted on `starts`: treated until ready, perhaps delayed, then out by a pathway."""
    rng, band = dice.rng, dice.people.band(person, starts)
    median = numbers("hospital.nights_median_by_band")[band]
    nights = _nights(rng, median, number("hospital.nights_spread"))
    same_day = rng.random(len(person)) < numbers("hospital.no_night_by_band")[band]
    ready = starts + np.where(same_day, 0, nights)
    older = dice.people.age(person, starts) >= 65
    shares = np.where(older[:, None], numbers("hospital.pathway_older"), numbers("hospital.pathway_younger"))
    pathway = _pathways(dice, (person, ready), shares, grown=dice.people.age(person, starts) >= 18)
    pathway[same_day] = 0
    return _leaving(dice, (person, starts, ready), (np.full(len(person), Kind.EMERGENCY, dtype=np.int8), cause), pathway)


def _nights(rng: np.random.Generator, median: np.ndarray, spread: float) -> np.ndarray:
    return np.maximum(1, np.round(median * np.exp(spread * rng.standard_normal(len(median))))).astype(np.int32)


def _pathways(dice: Dice, who_when: tuple[np.ndarray, np.ndarray], shares: np.ndarray, *, grown: np.ndarray) -> np.ndarray:
    """Pathway 0, 1 or 2 by `shares`; 0 for children and for people who go back to their care home."""
    person, when = who_when
    choice = dice.rng.random(len(person))
    pathway = (choice >= shares[:, 0]).astype(np.int8) + (choice >= shares[:, 0] + shares[:, 1])
    pathway[~grown | (dice.people.care_home[person] <= when)] = 0
    return pathway.astype(np.int8)


def _leaving(dice: Dice, when: tuple[np.ndarray, ...], what: tuple[np.ndarray, np.ndarray], pathway: np.ndarray) -> Stays:
    """Add the delay after ready, the wait for care and death to stays that are otherwise settled."""
    person, starts, ready = when
    kind, cause = what
    ends = ready + np.where(ready > starts, _delays(dice, ready, pathway), 0)
    ends = np.minimum(ends, dice.people.dies[person])
    return Stays(
        person=person.astype(np.int32),
        starts=starts.astype(np.int32),
        ends=ends.astype(np.int32),
        ready=np.where(ready > starts, np.minimum(ready, ends), NONE).astype(np.int32),
        kind=kind,
        cause=cause,
        pathway=pathway,
        care_wait=np.where(pathway == 1, _care_waits(dice, person, ends), NONE).astype(np.int32),
        died=ends >= dice.people.dies[person],
    )


def _delays(dice: Dice, ready: np.ndarray, pathway: np.ndarray) -> np.ndarray:
    """Days in the bed after ready. Planted: from onset fewer people wait, and for less long."""
    rng = dice.rng
    planted = dice.layout.plant & (ready >= ONSET)
    chance = numbers("hospital.delay_chance")[pathway] * np.where(planted, number("planted.delay_chance"), 1.0)
    more = numbers("hospital.delay_more_days")[pathway] * np.where(planted, number("planted.delay_more_days"), 1.0)
    delayed = rng.random(len(ready)) < chance
    return np.where(delayed, rng.geometric(1 / (1 + more), len(ready)), 0)


def _care_waits(dice: Dice, person: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Days from discharge to the planned start of home care. Planted: late in the poorest neighbourhoods from onset."""
    rng, count = dice.rng, len(person)
    planted = dice.layout.plant & (ends >= ONSET) & dice.people.planted[person]
    on_time = rng.random(count) < np.where(planted, number("planted.on_time"), number("care.on_time"))
    soon = np.searchsorted(np.cumsum(numbers("care.on_time_days"))[:-1], rng.random(count))
    late = np.minimum(2 + rng.geometric(1 / number("care.late_days"), count), 30)
    return np.where(on_time, soon, late)


def is_late(stays: Stays) -> np.ndarray:
    """Home care was planned to start more than 2 days after discharge."""
    return (stays.pathway == 1) & (stays.care_wait > 2)


def _returns(dice: Dice, before: Stays) -> Stays:
    """Emergency admissions within 30 days that follow from the discharges `before`."""
    rng, people = dice.rng, dice.people
    could = ~before.died & (before.pathway >= 0) & (before.ends < END) & ((before.kind == Kind.EMERGENCY) | (before.kind == Kind.ELECTIVE))
    before = before.take(np.flatnonzero(could))
    chance = numbers("hospital.readmission_chance")[before.pathway]
    chance = chance * gradient(people.percentile[before.person], number("hospital.readmission_gradient"))
    chance = np.where(before.kind == Kind.ELECTIVE, chance * number("hospital.readmission_planned_factor"), chance)
    choice = rng.random(len(before))
    own = choice < chance
    late = ~own & is_late(before) & (choice < chance + number("hospital.late_care_readmission"))
    mean = np.where(late, number("hospital.late_care_gap"), number("hospital.readmission_gap"))
    gap = np.floor(-mean * np.log1p(-rng.random(len(before)) * (1 - np.exp(-30 / mean)))).astype(np.int32)
    starts = before.ends + gap
    back = np.flatnonzero((own | late) & (starts < END) & people.here(before.person, starts))
    person, starts = before.person[back], starts[back]
    cause = np.where(late[back], Cause.LATE_CARE, _causes(dice, person, starts))
    cause[cause == Cause.FALL] = Cause.OTHER  # falls come with first admissions only, so that their planted fall is exact
    return emergencies(dice, person, starts, cause.astype(np.int8))


def _planned(dice: Dice) -> Stays:
    """Planned admissions with a night or more, and day cases."""
    people, rng = dice.people, dice.rng
    dates = calendar("contacts.flat_season", "hospital.planned_weekday", BURN_IN, END)
    factor = 0.5 + 0.5 * people.frailty
    cancer = numbers("hospital.cancer_factor")
    person, starts = events(dice, numbers("hospital.elective_by_band") / 1000, np.where(people.cancer, cancer[1], 1.0) * factor, dates)
    median, spread = numbers("hospital.elective_nights")
    ready = starts + _nights(rng, np.full(len(person), median), spread)
    older = people.age(person, starts) >= 65
    shares = np.where(older[:, None], numbers("hospital.pathway_planned"), numbers("hospital.pathway_planned_younger"))
    pathway = _pathways(dice, (person, ready), shares, grown=people.age(person, starts) >= 18)
    ordinary = _leaving(dice, (person, starts, ready), _of(Kind.ELECTIVE, len(person)), pathway)
    person, starts = events(dice, numbers("hospital.day_case_by_band") / 1000, np.where(people.cancer, cancer[2], 1.0) * factor, dates)
    return Stays.together([ordinary, _simple(dice, person, (starts, starts), Kind.DAY_CASE)])


def _of(kind: Kind, count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.full(count, kind, dtype=np.int8), np.full(count, Cause.OTHER, dtype=np.int8)


def _simple(dice: Dice, person: np.ndarray, span: tuple[np.ndarray, np.ndarray], kind: Kind) -> Stays:
    """Stays with no ready date and no pathway."""
    starts, ends = span
    kinds, causes = _of(kind, len(person))
    ends = np.minimum(ends, dice.people.dies[person])
    nothing = np.full(len(person), NONE, dtype=np.int32)
    return Stays(
        person=person.astype(np.int32), starts=starts.astype(np.int32), ends=ends.astype(np.int32), ready=nothing, kind=kinds, cause=causes,
        pathway=nothing.astype(np.int8), care_wait=nothing, died=ends >= dice.people.dies[person],
    )  # fmt: skip


def _maternity(dice: Dice) -> Stays:
    """Mothers' deliveries and other maternity admissions (births themselves are `_births`)."""
    rng = dice.rng
    dates = calendar("contacts.flat_season", "contacts.flat_weekday", BURN_IN, END)
    each = numbers("hospital.birth_by_band") / 1000 * (1 + number("hospital.antenatal_share"))
    person, starts = events(dice, each, dice.people.female.astype(float), dates)
    return _simple(dice, person, (starts, starts + rng.integers(0, 4, len(person))), Kind.MATERNITY)


def _births(dice: Dice) -> Stays:
    """The stay every baby of the place starts life with."""
    babies = np.flatnonzero((dice.people.arrives == dice.people.born) & (dice.people.born >= BURN_IN))
    born = dice.people.born[babies]
    return _simple(dice, babies, (born, born + dice.rng.integers(1, 4, len(babies))), Kind.BIRTH)


def _last_months(dice: Dice) -> Stays:
    """More admissions in the half year before death, and the stay that ends with it for those who die in hospital."""
    people, rng = dice.people, dice.rng
    dying = np.flatnonzero(people.dies < END + 200)
    person = np.repeat(dying, rng.poisson(number("hospital.last_months"), len(dying)))
    starts = people.dies[person] - rng.integers(1, 181, len(person))
    kept = (starts >= BURN_IN) & (starts < END) & people.here(person, starts)
    some = emergencies(dice, person[kept], starts[kept], np.full(int(kept.sum()), Cause.LAST_MONTHS, dtype=np.int8))
    last = dying[rng.random(len(dying)) < number("hospital.dies_in_hospital")]
    starts = people.dies[last] - _nights(rng, np.full(len(last), 5.0), 0.9)
    kept = (starts >= BURN_IN) & (starts < END) & people.here(last, starts)
    final = _simple(dice, last[kept], (starts[kept], people.dies[last[kept]]), Kind.EMERGENCY)
    return Stays.together([some, final])


def _into_care_homes(dice: Dice) -> Stays:
    """Stays that end with the first care home place: pathway 3, ready some days before the place was found."""
    people, rng = dice.people, dice.rng
    moving = np.flatnonzero(people.care_home_from_hospital & (people.care_home < END + 120))
    ends = people.care_home[moving]
    pathway = np.full(len(moving), 3, dtype=np.int8)
    ready = ends - _delays(dice, ends, pathway)
    median, spread = numbers("care.before_care_home")
    starts = ready - _nights(rng, np.full(len(moving), median), spread)
    kept = (starts >= BURN_IN) & (starts < END) & people.here(moving, starts)
    kinds, causes = _of(Kind.EMERGENCY, int(kept.sum()))
    nothing = np.full(int(kept.sum()), NONE, dtype=np.int32)
    return Stays(
        person=moving[kept].astype(np.int32), starts=starts[kept].astype(np.int32), ends=ends[kept], ready=ready[kept].astype(np.int32),
        kind=kinds, cause=causes, pathway=pathway[kept], care_wait=nothing, died=np.zeros(int(kept.sum()), dtype=bool),
    )  # fmt: skip


def without_overlaps(people: People, stays: Stays) -> Stays:
    """In order of person and start, without stays that begin while the person is in another bed or no longer here.

    A stay that ends with the first care home place, or with death, is kept over one that merely comes earlier.
    """
    stays = stays.take(np.flatnonzero(people.here(stays.person, stays.starts) & (stays.starts < END)))
    stays = stays.take(np.lexsort((stays.kind, stays.ends, stays.starts, stays.person)))
    while len(stays):
        same = stays.person[1:] == stays.person[:-1]
        clash = same & (stays.starts[1:] < stays.ends[:-1])
        clash |= same & (stays.starts[1:] == stays.starts[:-1])
        if not clash.any():
            break
        fixed = stays.died | (stays.pathway == 3)
        later_goes = clash & ~(fixed[1:] & ~fixed[:-1])
        drop = np.zeros(len(stays), dtype=bool)
        drop[:-1] |= clash & ~later_goes
        drop[1:] |= later_goes & ~drop[:-1]
        stays = stays.take(np.flatnonzero(~drop))
    return stays
