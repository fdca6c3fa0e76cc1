"""Leaving pairs out before they are compared loses none: held against a plain road that compares every two."""

from itertools import combinations
from random import Random

import pytest
from msgspec.structs import replace

from tests.service.directory.invented import an_id, listing, place
from wholeplace.service.directory.blocking import Compared, worth_comparing
from wholeplace.service.directory.duplicates import Pair, compared, likely_pairs, pair_of, rarity_of
from wholeplace.service.directory.postcodes import NO_POSTCODES
from wholeplace.service.directory.shapes import Listing, Phone

WORDS = (
    "Yoga", "Lunch", "Club", "Walking", "Group", "Knit", "Natter", "Food", "Bank", "Choir", "Toddlers", "Coffee", "Café", "Advice",
    "Debt", "English", "2", "10", "Drop-in", "Friends", "Bingo", "Table tennis", "Storytime", "The", "Queen's",
)  # fmt: skip


def street(seed: int, many: int, halls: int) -> list[Listing]:
    """Listings in a few halls, some of them told twice: misspelt, shortened, with another phone or nowhere."""
    luck = Random(seed)
    found: list[Listing] = []
    for _ in range(many):
        if found and luck.random() < 0.3:
            found.append(told_again(luck.choice(found), luck))
            continue
        hall = luck.randrange(halls)
        lat, lon = round(53.8 + hall % 7 * 0.0011, 5), round(-1.55 + hall // 7 * 0.0017, 5)
        places = (
            () if luck.random() < 0.1
            else tuple(place(lat + 0.004 * number, lon, postcode=f"AB1 {hall % 9}CD") for number in range(luck.choice((1, 1, 1, 2))))
        )  # fmt: skip
        found.append(
            listing(
                " ".join(luck.sample(WORDS, luck.randint(1, 4))), service_at_locations=places,
                description=" ".join(luck.choices(WORDS, k=luck.choice((4, 30)))),
                phones=(Phone(id=an_id(), number=f"01632 9600{luck.randint(10, 40)}"),) if luck.random() < 0.5 else (),
                url=f"https://example.org/{luck.randint(1, 40)}" if luck.random() < 0.3 else "",
            )
        )  # fmt: skip
    return found


def told_again(one: Listing, luck: Random) -> Listing:
    at = luck.randrange(len(one.name))
    names = (one.name, one.name[:at] + one.name[at + 1 :] or "x", f"{one.name} group", one.name.upper())
    more = luck.choice(({}, {"phones": ()}, {"service_at_locations": ()}, {"description": "", "url": ""}))
    return replace(one, id=an_id(), name=luck.choice(names), **more)


def plainly(listings: list[Listing]) -> list[Pair]:
    """Every two, one by one. Where one is nowhere, they need something that both name."""
    every = [compared(one, NO_POSTCODES) for one in listings]
    rarity = rarity_of(every)
    found = [pair_of(one, other, rarity) for one, other in combinations(every, 2) if is_somewhere(one, other)]
    return [pair for pair in found if pair]


def is_somewhere(one: Compared, other: Compared) -> bool:
    if one.points and other.points:
        return True
    same_name = not one.points and not other.points and one.name == other.name
    return bool(one.phones & other.phones or one.postcodes & other.postcodes or (one.page and one.page == other.page) or same_name)


def told(pairs: list[Pair] | tuple[Pair, ...]) -> set[tuple[frozenset[str], int, tuple[str, ...]]]:
    return {(frozenset((pair.one.id, pair.other.id)), pair.points, pair.evidence) for pair in pairs}


@pytest.mark.parametrize(("seed", "halls"), [(1, 40), (2, 6), (3, 1), (4, 200)])
def test_both_roads_find_the_same_pairs(seed: int, halls: int):
    listings = street(seed, 220, halls)
    fast, plain = told(likely_pairs(listings, NO_POSTCODES)), told(plainly(listings))
    assert fast == plain
    assert len(plain) > 20, "or nothing was held against anything"


def test_of_a_town_few_pairs_are_compared():
    listings = street(5, 1_500, 60)
    every = [compared(one, NO_POSTCODES) for one in listings]
    assert sum(1 for _ in worth_comparing(every, rarity_of(every), least=0.5)) < len(every) ** 2 / 2 / 20


def test_no_listings_no_pairs():
    assert likely_pairs([], NO_POSTCODES) == ()
    assert likely_pairs([listing("")], NO_POSTCODES) == ()


def test_a_place_without_degrees_is_compared_by_its_postcode():
    bare = [listing("Knit and natter", service_at_locations=(place(None, None, postcode="AB1 2CD"),)) for _ in range(2)]
    assert len(likely_pairs(bare, NO_POSTCODES)) == 1
