"""How Aldermoor is laid out: small areas, neighbourhoods, places, wards, and the blocks that are made one by one.

Everything here follows from the number of people and the seed; a block needs nothing from another block.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from wholeplace.demo.names import POOREST, neighbourhood_names, place_names
from wholeplace.demo.rates import number

SYSTEM = "E9S000001"
COUNTRY = "E92000001"
COUNCIL = "9Z1"
HOSPITALS = ("Z9A", "Z9B")
COMMUNITY, MENTAL_HEALTH, NHS_111 = "Z9C", "Z9M", "Z9T"
SMALL_AREAS_IN_COUNTRY = 33_755
_NEIGHBOURHOOD = 17_500  # people; the size primary care networks and neighbourhood teams work at is 15,000 to 50,000
_SMALL_AREA = 1_600  # people, as a Lower layer Super Output Area
_PLACE = 350_000
_BLOCK = 50_000
_SLOTS = 1.2  # people ever made for one living here (about 1.07); the population room fails loudly where it is not enough


class Room(IntEnum):
    """Each purpose has dice of its own, so that what one room draws leaves the others as they were."""

    PEOPLE = 1
    STAYS = 2
    SERVICES = 3
    RECORDS = 4
    HOUSEHOLDS = 5
    NAMES = 6
    SLIPS = 7
    STRANGERS = 8
    SPEND = 9
    PUBLISHED = 10
    AIR = 11
    TENANCIES = 12
    BIRTHS = 13
    ANSWERS = 14
    OPT_OUTS = 15
    OFTEN = 16
    NUMBERS = 17
    UNKNOWN = 18
    REHAB = 19
    BUSY_DAYS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """The whole place as arrays; index n of a neighbourhood array is neighbourhood n.

    Of small areas: `target` people, `neighbourhood`, `ward`, `network`, `rank` (1 most deprived in the country),
    `first_serial` (where its people's serial numbers begin). `blocks`: small areas made together, whole neighbourhoods.
    """

    people: int
    seed: int
    plant: bool
    places: tuple[str, ...]
    neighbourhoods: tuple[str, ...]
    neighbourhood_place: np.ndarray
    planted: np.ndarray
    target: np.ndarray
    neighbourhood: np.ndarray
    ward: np.ndarray
    network: np.ndarray
    rank: np.ndarray
    first_serial: np.ndarray
    blocks: tuple[np.ndarray, ...]

    @property
    def percentile(self) -> np.ndarray:
        """0 most deprived, 1 least, of small areas in the country."""
        return (self.rank - 0.5) / SMALL_AREAS_IN_COUNTRY

    @property
    def fifth(self) -> np.ndarray:
        """Deprivation fifth of each small area, 1 most deprived."""
        return 1 + np.minimum((self.rank - 1) * 5 // SMALL_AREAS_IN_COUNTRY, 4)

    @property
    def codes(self) -> list[str]:
        return [f"E9L{n + 1:06d}" for n in range(len(self.target))]

    @property
    def changed_area(self) -> int:
        """The small area whose code changed on BOUNDARY_CHANGE; until then it was OLD_CODE."""
        return len(self.target) // 2

    @property
    def serials(self) -> int:
        return int(self.first_serial[-1] + slots_for(self.target[-1]))

    @property
    def place(self) -> np.ndarray:
        """Place of each small area."""
        return self.neighbourhood_place[self.neighbourhood]

    def rng(self, block: int, room: int, part: int | None = None) -> np.random.Generator:
        """Dice for one room's work on one block, or on one part of it: the same whatever else runs, in whatever order."""
        return np.random.default_rng([self.seed, block, room] if part is None else [self.seed, block, room, part])


OLD_CODE = "E9L900001"


def slots_for(people: float) -> int:
    """Serial numbers set aside for a small area of `people`."""
    return int(people * _SLOTS) + 60


def neighbourhood_code(index: int) -> str:
    return f"E9N{index + 1:06d}"


def place_code(index: int) -> str:
    return f"E9P{index + 1:06d}"


def ward_code(index: int) -> str:
    return f"E9W{index + 1:06d}"


def network_code(index: int) -> str:
    return f"E9C{index + 1:06d}"


def lay_out(people: int, seed: int, plant: bool) -> Layout:
    """Lay out a place of about `people`. The poorest quarter of neighbourhoods come first, the least poor last."""
    count = max(12, round(people / _NEIGHBOURHOOD))
    areas_each = max(2, round(people / count / _SMALL_AREA))
    neighbourhood = np.repeat(np.arange(count), areas_each)
    rng = np.random.default_rng([seed, 0xA1DE])
    target = rng.uniform(0.8, 1.2, len(neighbourhood))
    target = target / target.sum() * people
    place_count = max(2, round(people / _PLACE))
    slots = np.array([slots_for(size) for size in target])
    per_ward = max(2, areas_each * 6 // 7)
    return Layout(
        people=people,
        seed=seed,
        plant=plant,
        places=tuple(place_names(place_count)),
        neighbourhoods=tuple(neighbourhood_names(count)),
        neighbourhood_place=np.arange(count) % place_count,
        planted=np.arange(count) < max(len(POOREST), round(count * number("planted.neighbourhoods"))),
        target=target,
        neighbourhood=neighbourhood,
        ward=_wards(neighbourhood % place_count, per_ward),
        network=neighbourhood % place_count + place_count * (neighbourhood // place_count // 3),
        rank=_ranks(rng, neighbourhood, count),
        first_serial=np.concatenate([[0], np.cumsum(slots)[:-1]]),
        blocks=_blocks(neighbourhood, max(1, round(_BLOCK / (people / count)))),
    )


def _ranks(rng: np.random.Generator, neighbourhood: np.ndarray, count: int) -> np.ndarray:
    """National ranks over the whole range: small areas in order of their neighbourhood's place, with their own luck."""
    score = (neighbourhood + 0.5) / count + rng.normal(0, 0.09, len(neighbourhood))
    order = np.argsort(np.argsort(score, kind="stable"), kind="stable")
    return 1 + ((order + 0.5) / len(order) * SMALL_AREAS_IN_COUNTRY).astype(np.int64)


def _wards(place: np.ndarray, per_ward: int) -> np.ndarray:
    """Wards within places that cut across neighbourhoods: they start a few small areas further on."""
    ward = np.zeros(len(place), dtype=np.int64)
    done = 0
    for number_of_place in range(int(place.max()) + 1):
        inside = np.flatnonzero(place == number_of_place)
        ward[inside] = done + (np.arange(len(inside)) + per_ward // 2) // per_ward
        done = int(ward[inside].max()) + 1
    return ward


def _blocks(neighbourhood: np.ndarray, together: int) -> tuple[np.ndarray, ...]:
    block = neighbourhood // together
    return tuple(np.flatnonzero(block == n) for n in range(int(block.max()) + 1))
