"""Invented homes: postcodes, addresses and property numbers. Postcode areas begin with Q, which no real one does."""

from dataclasses import dataclass

import numpy as np
from linkage_people import People

A_POSTCODE = 15  # homes
_LETTERS = np.array(list("ABDEFGHJLNPQRSTUWXYZ"), dtype=object)  # those that stand in the last part of postcodes
_FRONT = (
    "Mill", "Church", "Park", "Station", "Victoria", "Queen", "King", "Albert", "Chapel", "School", "Green", "High", "Manor", "Moor",
    "Wood", "Hill", "Spring", "Oak", "Ash", "Elm", "Beech", "Cedar", "Maple", "Willow", "Hawthorn", "Holly", "Lime", "Laurel", "Poplar",
    "Rowan", "Garden", "Orchard", "Meadow", "Field", "Croft", "Grange", "Hall", "Bank", "Bridge", "Beck", "Water", "River", "Canal",
    "North", "South", "East", "West", "Cross", "Market", "Castle", "Cobden", "Gladstone", "Milner", "Clarence", "Cromwell", "Nelson",
    "Wellington", "Alma", "Balmoral", "Windsor", "York", "Lancaster", "Carlton", "Clifton", "Beaumont", "Devonshire", "Salisbury",
    "Grosvenor", "Belgrave", "Prospect", "Pleasant", "Upper", "Lower", "Long", "Broad", "Back", "Well", "Quarry", "Pit", "Dyer",
    "Weaver", "Fuller", "Tenter", "Cloth", "Wool", "Silk", "Dale", "Fell", "Crag", "Scar", "Ridge", "Heath", "Common", "Rose", "Lily",
    "Ivy", "Primrose", "Bluebell",
)  # fmt: skip
_MIDDLE = ("", "", "", "field", "wood", "side", "ton", "view", "mount", "royd", "ley", "hurst")
_BACK = (
    "Street", "Road", "Lane", "Avenue", "Close", "Drive", "Grove", "Terrace", "Crescent", "Place", "Court", "Way", "Gardens", "Walk",
    "Rise", "Row",
)  # fmt: skip
_TOWNS = ("Aldermoor", "Fellside", "Garthwick", "Kelbeck", "Thornholme", "Wharram", "Millbeck", "Stanfold", "Overdale", "Netherby")


@dataclass(kw_only=True, slots=True)
class Homes:
    """Columns, one entry a home. `room`: what stands before the address for each dweller of a hall, or nothing."""

    postcode: np.ndarray
    address: np.ndarray
    uprn: np.ndarray
    households: int

    def of(self, home: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Postcode, address and UPRN of each home asked for; a home of -1 has none."""
        postcode, address, uprn = (np.where(home >= 0, column[home], None) for column in (self.postcode, self.address, self.uprn))
        return postcode, address, uprn


def homes(people: People, rng: np.random.Generator) -> Homes:
    """Every home that somebody lives in. Care homes and halls have a postcode of their own."""
    count = int(people.home.max()) + 1
    households = int(people.home[people.kind == 0].max()) + 1
    area = np.concatenate([np.arange(households) // A_POSTCODE, households // A_POSTCODE + 1 + np.arange(count - households)])
    streets = np.array([f"{front}{middle} {back}" for middle in _MIDDLE for back in _BACK for front in _FRONT], dtype=object)
    street = streets[rng.integers(0, len(streets), area.max() + 1)]
    town = np.array(_TOWNS, dtype=object)[(np.arange(area.max() + 1) * len(_TOWNS)) // (area.max() + 1)]
    number = np.arange(1, count + 1) % A_POSTCODE * 2 + rng.integers(1, 90, area.max() + 1)[area]
    flat = rng.random(area.max() + 1)[area] < 0.12
    address = np.char.mod("%d", number).astype(object) + " " + street[area] + ", " + town[area]
    door, building = (np.arange(count) % A_POSTCODE + 1)[flat], rng.integers(1, 90, area.max() + 1)[area][flat]
    address[flat] = [f"Flat {a}, {b} {rest}" for a, b, rest in zip(door, building, (street[area] + ", " + town[area])[flat], strict=True)]
    kind = np.zeros(count, dtype=np.int8)
    kind[people.home] = people.kind
    named = np.array(_FRONT, dtype=object)[np.arange(count) % len(_FRONT)]
    for number_of, word in ((1, " House Care Home, "), (2, " Halls, ")):
        here = kind == number_of
        address[here] = named[here] + word + street[area][here] + ", " + town[area][here]
    uprn = (np.int64(200_000_000_000) + rng.permutation(count).astype(np.int64) * 7).astype(str).astype(object)
    return Homes(postcode=_postcodes(int(area.max()) + 1)[area], address=address, uprn=uprn, households=households)


def earlier_homes(people: People, known: Homes, rates: dict, rng: np.random.Generator) -> np.ndarray:
    """Each person's earlier home that the register has, or -1. Whole households move together, and mostly not far."""
    moved_home = rng.random(int(people.home.max()) + 1) < rates["household"]
    together = rng.integers(0, 2**62, size=len(moved_home))[people.home]
    alone = (people.age >= 18) & (rng.random(len(people.home)) < rates["alone"])
    inside = np.select([people.kind == 1, people.kind == 2], [rates["care_home"], rates["hall"]], 0)
    from_home = rng.random(len(people.home)) < inside
    away = np.where(alone | from_home, rng.normal(0, 1, len(people.home)), (together % 1_000_003) / 500_000 - 1)
    place = (people.home + np.where(away < 0, -1, 1) * (20 + np.abs(away) * known.households * 0.05)).astype(np.int64)
    place = np.where(people.kind > 0, rng.integers(0, known.households, len(place)), place) % known.households
    moved = np.where(people.kind == 0, moved_home[people.home] | alone, from_home)
    return np.where(moved, place, -1)


def _postcodes(count: int) -> np.ndarray:
    ends = [f"{digit}{a}{b}" for digit in range(1, 10) for a in _LETTERS for b in _LETTERS[::2]]
    number = np.arange(count)
    out, end = number // 900, np.array(ends, dtype=object)[(number % 900) * 4 % len(ends) + (number % 900) * 4 // len(ends) % 4]
    area = np.array([f"Q{letter}{digits}" for letter in _LETTERS for digits in range(1, 40)], dtype=object)
    return area[out] + " " + end
