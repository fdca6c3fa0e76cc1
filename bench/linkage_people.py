"""Invented people in households, care homes and halls, with names, birth dates and addresses, for the linkage benchmark.

Everything is drawn from one seed. `people` returns columns of NumPy, one entry a person; homes are numbers into `Homes`.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from linkage_names import LAST_OF_MIDDLE, LAST_OF_OLD, Community, communities

REFERENCE = np.datetime64("2026-04-01")
BLOCK = 500  # households in a street block: communities gather by block
SHARERS = 0.12  # share of homes of two or more whose people are not kin (assumption)
COUPLE = 0.8  # share of family homes with two heads (assumption)
SAME_FAMILY_NAME = {"english": 0.7, "polish": 0.85, "eastern": 0.8, "chinese": 0.3, "african": 0.6, "sikh": 0.7, "indian": 0.7}
WOMEN_AS_FAMILY = {"pakistani": 0.5, "bangladeshi": 0.75, "indian": 0.06}  # share of women (assumption)
SINGH_AS_FAMILY = 0.3  # share of Sikh households that have Singh and Kaur for family names (assumption)


@dataclass(kw_only=True, slots=True)
class People:
    """Columns, one entry a person. `home`: number of the home. `twin_of`, `father`: number of that person, or -1."""

    home: np.ndarray
    community: np.ndarray
    woman: np.ndarray
    born: np.ndarray
    given: np.ndarray
    middle: np.ndarray
    prefix: np.ndarray
    family: np.ndarray
    family_other: np.ndarray
    kind: np.ndarray
    twin_of: np.ndarray
    father: np.ndarray
    communities: list[str] = field(default_factory=list)

    @property
    def age(self) -> np.ndarray:
        """Whole years on the reference day."""
        return ((REFERENCE - self.born).astype(int) // 365.25).astype(int)


def people(count: int, rates: Mapping, rng: np.random.Generator) -> People:
    """`count` people. Kinds of home: 0 a household, 1 a care home, 2 a hall."""
    known = communities()
    care, halls = (_institutions(count, rates[key], rng) for key in ("care_homes", "halls"))
    home, of_home, position = _households(count - care.sum() - halls.sum(), known, rng)
    first = len(of_home)
    home = np.concatenate(
        [home, first + np.repeat(np.arange(len(care)), care), first + len(care) + np.repeat(np.arange(len(halls)), halls)]
    )
    kind = np.repeat(np.array([0, 1, 2], dtype=np.int8), [len(position), care.sum(), halls.sum()])
    position = np.concatenate([position, np.zeros(care.sum() + halls.sum(), dtype=position.dtype)])
    alone = rng.choice(len(known), size=care.sum() + halls.sum(), p=[each.share for each in known])
    community = np.concatenate([of_home[home[: len(home) - len(alone)]], alone]).astype(np.int8)
    role, head = _roles(position, kind, rng)
    woman, born, twin_of = _sex_and_birth(role, head, kind, rates, rng)
    born = _unknown_birthdays(born, community, known, rates["first_of_january"], rng)
    named = _Named.of(known, community, woman, born, rng)
    family, other = _family_names(known, community, woman, role, head, rng)
    given = named.given
    father = _namesakes(given, woman, role, head, rates["namesakes"], rng)
    _alike_twins(given, twin_of, named.again, rates["twins"]["one_initial"], rng)
    middle = named.drawn_again(rng)
    prefix = _prefixes(known, community, woman, rng)
    family = _double_barrelled(family, other, woman, community, rates["double_barrelled"]["people"], rng)
    return People(home=home, community=community, woman=woman, born=born, given=given, middle=middle, prefix=prefix, family=family,
                  family_other=other, kind=kind, twin_of=twin_of, father=father, communities=[each.name for each in known])  # fmt: skip


def _institutions(count: int, rates: Mapping, rng: np.random.Generator) -> np.ndarray:
    low, high = rates["sizes"]
    wanted, sizes = int(count * rates["people"]), []
    while wanted > 0:
        size = min(wanted, int(low + (high - low) * rng.beta(1.2, 2.5)))
        if not sizes:
            size = min(wanted, high)  # the biggest is always there
        sizes.append(size)
        wanted -= size
    return np.array(sizes, dtype=np.int64)


def _households(count: int, known: list[Community], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The home of each person, the community of each home, the place of each person in the home."""
    homes = int(count / 2.1) + 10
    blocks = -(-homes // BLOCK)
    shares = np.array([each.share for each in known])
    gathered = rng.gamma(0.5, 2, size=(blocks, len(known)))
    gathered[:, 0] = 1  # the biggest lives everywhere
    weights = shares * gathered
    cumulated = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    of_home = (rng.random(homes)[:, None] > cumulated[np.arange(homes) // BLOCK]).sum(axis=1)
    of_home = np.minimum(of_home, len(known) - 1)
    sizes = np.zeros(homes, dtype=np.int64)
    for number, each in enumerate(known):
        here = of_home == number
        sizes[here] = np.searchsorted(np.cumsum(each.household), rng.random(here.sum())) + 1
    sizes[sizes > 5] += rng.integers(0, 4, size=(sizes > 5).sum())
    ends = np.cumsum(sizes)
    last = int(np.searchsorted(ends, count))
    sizes = sizes[: last + 1]
    sizes[last] -= ends[last] - count
    home = np.repeat(np.arange(last + 1), sizes)
    position = np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return home, of_home[: last + 1], position


def _roles(position: np.ndarray, kind: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """0 head, 1 partner, 2 child, 3 sharer; and the number of each person's head of household."""
    everyone = np.arange(len(position))
    head = everyone - position
    shared = rng.random(len(position))[head] < SHARERS
    couple = rng.random(len(position))[head] < COUPLE
    role = np.where(position == 0, 0, np.where((position == 1) & couple, 1, 2))
    return np.where((shared & (position > 0)) | (kind > 0), 3, role).astype(np.int8), head


def _sex_and_birth(role: np.ndarray, head: np.ndarray, kind: np.ndarray, rates: Mapping, rng: np.random.Generator):
    count = len(role)
    woman = rng.random(count) < 0.51
    woman = np.where(role == 1, ~woman[head], woman)
    sons = np.bincount(head[role == 2], minlength=count)
    age = np.where(sons > 0, _at_least(19, rng.normal(44, 10, count), rng), 20 + 75 * rng.beta(1.3, 1.5, count))
    age = np.where(role == 1, _at_least(18, age[head] + rng.normal(-1, 4, count), rng), age)
    age = np.where(role == 2, np.abs(age[head] - rng.uniform(17, 42, count)), age)
    age = np.where((role == 3) & (kind == 0), _at_least(18, age[head] + rng.normal(0, 9, count), rng), age)
    age = np.where(kind == 1, 65 + 37 * rng.beta(4, 2.5, count), np.where(kind == 2, rng.uniform(18, 22.5, count), age))
    born = REFERENCE - (age * 365.25).astype(int).astype("timedelta64[D]") - np.timedelta64(1, "D")
    before = np.arange(count) - 1
    twin = (role == 2) & (role[before] == 2) & (head[before] == head) & (rng.random(count) < rates["twins"]["children"] / 1.4)
    twin_of = np.where(twin, before, -1)
    born[twin] = born[before[twin]]
    woman = np.where(twin & (rng.random(count) < 0.65), woman[before], woman)
    return woman, born, twin_of


def _at_least(low: int, ages: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Ages below `low` are drawn anew from the ten years above, so that no one birth date gathers them; none is above 101."""
    return np.where((ages < low) | (ages > 101), low + 10 * rng.random(len(ages)), ages)


def _unknown_birthdays(
    born: np.ndarray, community: np.ndarray, known: list[Community], rates: Mapping, rng: np.random.Generator
) -> np.ndarray:
    among = [number for number, each in enumerate(known) if each.name in rates["communities"]]
    old = (REFERENCE - born).astype(int) > rates["after_age"] * 365
    here = np.isin(community, among) & old & (rng.random(len(born)) < rates["people"])
    return np.where(here, born.astype("datetime64[Y]").astype("datetime64[D]"), born)


@dataclass(kw_only=True, slots=True)
class _Named:
    """Given names, with the pools they came from, so that a second one can be drawn like the first."""

    given: np.ndarray
    groups: list[tuple[np.ndarray, object]]

    @classmethod
    def of(cls, known: list[Community], community: np.ndarray, woman: np.ndarray, born: np.ndarray, rng: np.random.Generator) -> "_Named":
        year = born.astype("datetime64[Y]").astype(int) + 1970
        fashion = (year > LAST_OF_OLD).astype(np.int8) + (year > LAST_OF_MIDDLE)
        key = (community.astype(int) * 2 + woman) * 3 + fashion
        order = np.argsort(key, kind="stable")
        starts = np.searchsorted(key[order], np.arange(len(known) * 6 + 1))
        groups = []
        for number, (begin, end) in enumerate(itertools.pairwise(starts)):
            each, sex, when = known[number // 6], ("men", "women")[number // 3 % 2], number % 3
            groups.append((order[begin:end], each.given[sex, when]))
        named = cls(given=np.empty(len(born), dtype=object), groups=groups)
        named.given = named.drawn_again(rng)
        return named

    def drawn_again(self, rng: np.random.Generator) -> np.ndarray:
        drawn = np.empty(len(self.given), dtype=object)
        for who, pool in self.groups:
            drawn[who] = pool.names[pool.drawn(rng.random(len(who)))]
        return drawn

    def again(self, rng: np.random.Generator, wanted: np.ndarray) -> np.ndarray:
        """Another name for the people of `wanted` (numbers)."""
        return self.drawn_again(rng)[wanted]


def _family_names(
    known: list[Community], community: np.ndarray, woman: np.ndarray, role: np.ndarray, head: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The family name, and another that the same person may go by (a maiden name, a husband's, Begum or Bibi)."""
    count = len(role)
    family, other = np.empty(count, dtype=object), np.empty(count, dtype=object)
    kin = (role == 2) | (role == 1) & (rng.random(count) < np.array([SAME_FAMILY_NAME.get(each.name, 0.4) for each in known])[community])
    source = np.where(kin & (community == community[head]), head, np.arange(count))
    draws, others = rng.random(count), rng.random(count)
    for number, each in enumerate(known):
        here = np.flatnonzero(community == number)
        for column, pick in ((family, draws[source[here]]), (other, others[here])):
            drawn = each.families.drawn(pick)
            column[here] = np.where(woman[here], each.families.women[drawn], each.families.names[drawn])
        if each.women_as_family:
            _second_names(each, here[woman[here]], family, other, rng)
        if each.seconds:
            _singh_and_kaur(each.seconds, here, woman, (family, other, draws[head] * 97 % 1 < SINGH_AS_FAMILY), rng)
    return family, other


def _second_names(each: Community, women: np.ndarray, family: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> None:
    """Begum or Bibi for a family name. Half of those who change go from one to the other, half to the family's own name."""
    hers = women[rng.random(len(women)) < WOMEN_AS_FAMILY[each.name]]
    second = np.array(each.women_as_family, dtype=object)
    this, that = (second[(rng.random(len(hers)) ** 2 * len(second)).astype(int)] for _ in range(2))
    other[hers] = np.where(rng.random(len(hers)) < 0.5, that, family[hers])
    family[hers] = this


def _singh_and_kaur(
    seconds: tuple[str, str],
    here: np.ndarray,
    woman: np.ndarray,
    names: tuple[np.ndarray, np.ndarray, np.ndarray],
    rng: np.random.Generator,
) -> None:
    family, other, of_household = names
    singh, rest = here[of_household[here]], here[~of_household[here]]
    other[singh] = family[singh]
    family[singh] = np.where(woman[singh], *seconds)
    other[rest] = np.where(woman[rest] | (rng.random(len(rest)) < 0.5), np.where(woman[rest], *seconds), other[rest])


def _namesakes(
    given: np.ndarray, woman: np.ndarray, role: np.ndarray, head: np.ndarray, rates: Mapping, rng: np.random.Generator
) -> np.ndarray:
    son = (role == 2) & ~woman & ~woman[head] & (rng.random(len(role)) < rates["sons"])
    given[son] = given[head[son]]
    return np.where(son, head, -1)


def _alike_twins(given: np.ndarray, twin_of: np.ndarray, again, share: float, rng: np.random.Generator) -> None:
    """Give a share of twins a name that begins as the other's; none has the very same name."""
    twins = np.flatnonzero(twin_of >= 0)
    chosen = twins[rng.random(len(twins)) < share]
    tries = [again(rng, chosen) for _ in range(6)]
    for names in tries:
        letter = np.array([str(name)[:1] for name in given[twin_of[chosen]]])
        fits = (np.array([str(name)[:1] for name in names]) == letter) & (names != given[twin_of[chosen]])
        given[chosen[fits]] = names[fits]
    for _ in range(6):
        same = twins[given[twins] == given[twin_of[twins]]]
        if len(same):
            given[same] = again(rng, same)


def _prefixes(known: list[Community], community: np.ndarray, woman: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """'Mohammed' before the name a man goes by; 'Singh' or 'Kaur' after it is `second`, marked by a leading '+'."""
    prefix = np.full(len(community), "", dtype=object)
    for number, each in enumerate(known):
        here = np.flatnonzero(community == number)
        if each.prefixes:
            men = here[~woman[here] & (rng.random(len(here)) < each.prefixed)]
            prefix[men] = np.array(each.prefixes, dtype=object)[(rng.random(len(men)) ** 2.5 * len(each.prefixes)).astype(int)]
        if each.seconds:
            with_it = here[rng.random(len(here)) < 0.8]
            prefix[with_it] = np.where(woman[with_it], "+" + each.seconds[0], "+" + each.seconds[1])
    return prefix


def _double_barrelled(family: np.ndarray, other: np.ndarray, woman: np.ndarray, community: np.ndarray, share: float,
                      rng: np.random.Generator) -> np.ndarray:  # fmt: skip
    here = np.flatnonzero((community == 0) & (rng.random(len(family)) < np.where(woman, share * 1.5, share * 0.5)))
    family[here] = other[here] + "-" + family[here]
    return family
