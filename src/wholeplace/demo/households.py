"""Who lives with whom: households, the homes they live in, and homes that many share. All from dice of their own.

People of one small area and community who are settled there make households of adults of like age, and children join adults
old enough to be their parents. People who move make households of those who go the same way within weeks of each other; some
leave a household alone. Days and small areas of moves are the population's, never changed here.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wholeplace.demo import days
from wholeplace.demo.days import YEAR
from wholeplace.demo.layout import Layout, Room
from wholeplace.demo.mothers import mothers_of, same_day
from wholeplace.demo.population import NEVER, NOBODY, People
from wholeplace.demo.rates import number, numbers, words

COMMUNITIES = ("plain", "ski", "transliterated")
_MIDDLE = (days.FIRST + days.END) // 2
_CHILD = 18


@dataclass(frozen=True, kw_only=True, slots=True)
class Pool:
    """People to be put together: row of People, and the keys that must be alike, the first the small area."""

    person: np.ndarray
    keys: tuple[np.ndarray, ...]


@dataclass(frozen=True, kw_only=True)
class Households:
    """One row a person of a block.

    `household`: number of the household at the first home. `community`: index into COMMUNITIES. `adult`: grown up in the
    middle of the window. `together`: moves with the household. `hall`, `homeless`: lives in student rooms, has no address.
    `mother`: of those born here in the window, the row of their mother in People; NOBODY where she is not known here.
    """

    household: np.ndarray
    community: np.ndarray
    adult: np.ndarray
    together: np.ndarray
    hall: np.ndarray
    homeless: np.ndarray
    mother: np.ndarray

    @cached_property
    def count(self) -> int:
        return int(self.household.max()) + 1 if len(self.household) else 0

    def first_of(self, which: np.ndarray) -> np.ndarray:
        """For each household the first person among `which` (a mask), NOBODY where there is none."""
        first = np.full(self.count, NOBODY)
        rows = np.flatnonzero(which)[::-1]
        first[self.household[rows]] = rows
        return first


def households_of(layout: Layout, people: People, block: int) -> Households:
    """Put everyone of a block into households."""
    rng, count = layout.rng(block, Room.HOUSEHOLDS), len(people)
    community = _communities(rng, people)
    adult = (_MIDDLE - people.born) >= _CHILD * YEAR
    moves = people.moves < NEVER
    together = moves & (~adult | (rng.random(count) >= number("households.moves_alone")))  # children never move alone
    poorer = 2 * (1 - people.percentile)
    homeless = adult & ~together & (rng.random(count) < number("households.no_fixed_address") * poorer)
    hall = _in_halls(rng, layout, people) & ~homeless & ~together
    household = np.full(count, NOBODY)
    settled = ~together & ~hall & ~homeless
    groups = [_movers(rng, people, community, together), _adults(rng, people, community, settled & adult)]
    done = 0
    for person, own in groups:
        household[person] = own + done
        done += int(own.max(initial=NOBODY)) + 1
    mother = mothers_of(rng, people, (household, community))
    _children(rng, people, community, (household, settled & adult, settled & ~adult & (mother == NOBODY)))
    alone = np.flatnonzero(household == NOBODY)
    household[alone] = done + np.arange(len(alone))
    born_here = mother != NOBODY
    household[born_here] = household[mother[born_here]]
    household = np.unique(household, return_inverse=True)[1]
    return Households(household=household, community=community, adult=adult, together=together, hall=hall, homeless=homeless, mother=mother)


def _communities(rng: np.random.Generator, people: People) -> np.ndarray:
    """Which names people bear, by ethnic category: most of those for whom a community is known bear its names."""
    codes = words("people.ethnicity_codes")
    known = np.zeros(len(codes), dtype=np.int8)
    for index, entry in enumerate(("households.ski", "households.transliterated"), start=1):
        known[[codes.index(code) for code in words(entry)]] = index
    bears = rng.random(len(people)) < number("households.bears_names")
    return np.where(bears, known[people.ethnicity], 0).astype(np.int8)


def _in_halls(rng: np.random.Generator, layout: Layout, people: People) -> np.ndarray:
    """Some of the young adults of one neighbourhood of each place."""
    age = (_MIDDLE - people.born) / YEAR
    neighbourhood = layout.neighbourhood[people.home]
    college = neighbourhood // len(layout.places) == len(layout.neighbourhoods) // len(layout.places) // 2
    young = (age >= _CHILD) & (age < 23)
    return college & young & (rng.random(len(people)) < number("households.students"))


def _chunks(rng: np.random.Generator, pool: Pool, sizes: np.ndarray) -> np.ndarray:
    """Household of each row of a pool that is in order of its keys: runs of 1, 2, 3 ... people with alike keys."""
    count = len(pool.person)
    if not count:
        return np.zeros(0, dtype=np.int64)
    drawn = 1 + rng.choice(len(sizes), count, p=sizes)
    new = np.zeros(count, dtype=bool)
    ends = np.cumsum(drawn)
    new[ends[ends < count]] = True
    for key in pool.keys:
        new[1:] |= key[1:] != key[:-1]
    new[0] = True
    return np.cumsum(new) - 1


def _movers(rng: np.random.Generator, people: People, community: np.ndarray, together: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Households of people who go from one small area to the same other one, in order of the day they move."""
    rows = np.flatnonzero(together)
    way = (people.home[rows], people.second_home[rows], community[rows])
    order = np.lexsort((people.moves[rows], *way[::-1]))
    pool = Pool(person=rows[order], keys=tuple(key[order] for key in way))
    return pool.person, _chunks(rng, pool, numbers("households.sizes_of_movers"))


def _adults(rng: np.random.Generator, people: People, community: np.ndarray, settled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Households of one to three adults of like age."""
    rows = np.flatnonzero(settled)
    near = people.born[rows] + rng.normal(0, 3 * YEAR, len(rows))
    keys = (people.home[rows], community[rows])
    order = np.lexsort((near, *keys[::-1]))
    pool = Pool(person=rows[order], keys=tuple(key[order] for key in keys))
    return pool.person, _chunks(rng, pool, numbers("households.adults"))


def _children(rng: np.random.Generator, people: People, community: np.ndarray, who: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    """Give children a household of adults of their area and community, the oldest children to the oldest; fills `household`.

    Children born on one day in one area and community are twins, and go together. Where no parents live, a child stays alone.
    """
    household, adults, children = who
    group = people.home.astype(np.int64) * len(COMMUNITIES) + community
    parents = _parents(rng, people, household, (adults, group))
    rows = np.flatnonzero(children)
    order = np.lexsort((people.born[rows], group[rows]))
    rows = rows[order]
    twin = same_day(group[rows], people.born[rows])
    near = people.born[rows] + rng.normal(0, 2.5 * YEAR, len(rows))
    first = np.maximum.accumulate(np.where(twin, 0, np.arange(len(rows))))
    order = np.lexsort((first, near[first], group[rows]))
    rows, twin = rows[order], twin[order]
    starts, sizes = _runs(group[rows])
    parent_groups, parent_starts, parent_counts = np.unique(parents[0], return_index=True, return_counts=True)
    if not len(parent_groups):
        return
    at = np.minimum(np.searchsorted(parent_groups, group[rows]), len(parent_groups) - 1)
    found = parent_groups[at] == group[rows]
    rank = (np.arange(len(rows)) - starts) / sizes
    chosen = parents[1][parent_starts[at] + (rank * parent_counts[at]).astype(np.int64)]
    leader = np.maximum.accumulate(np.where(twin, 0, np.arange(len(rows))))
    household[rows[found]] = chosen[leader][found]


def _parents(
    rng: np.random.Generator, people: People, household: np.ndarray, who: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """(group, household) of households in which children live, in order of group and of the first adult's birth day."""
    adults, group = who
    rows = np.flatnonzero(adults)
    own, first = np.unique(household[rows], return_index=True)
    head = rows[first]
    age = (_MIDDLE - people.born[head]) / YEAR
    kept = (age >= 22) & (age < 52) & (rng.random(len(head)) < number("households.with_children"))
    own, head = own[kept], head[kept]
    order = np.lexsort((people.born[head], group[head]))
    return group[head][order], own[order]


def _runs(key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each row of a sorted key: where its run begins, and how long it is."""
    _, first, back, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    return first[back], count[back]
