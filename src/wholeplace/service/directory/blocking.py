"""Which pairs of listings are worth comparing: near each other or with something in common, and with names that are alike enough.

Everything here is a bound: a pair is left out only where no comparison could bring it to what is asked for. tests/service/directory
holds the result against comparing all that share anything. Pairs are looked at some thousands at a time, as arrays.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.service.directory.points import Point
from wholeplace.service.directory.shapes import Listing

CELL = 500
"""Metres: two listings in cells that touch are near each other."""
NEARLY = 0.85
"""The share of letters from which a name may be another one, misspelt."""
_AT_ONCE = 200_000
_BITS = 256
_LOOSE = 1e-9
"""Sums of the same numbers in another order differ by less."""

Pairs = np.ndarray
"""Two columns of numbers of listings, the lower first."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared of a listing: the words of its own name and the numbers in it, where it is, and what else tells it apart."""

    listing: Listing
    name: tuple[str, ...]
    numbers: frozenset[str]
    points: tuple[Point, ...]
    postcodes: frozenset[str]
    phones: frozenset[str]
    page: str
    words: frozenset[str]


def worth_comparing(every: Sequence[Compared], rarity: Mapping[str, float], *, least: float) -> Iterator[tuple[int, int]]:
    """Pairs (numbers, rising) that share a phone number or a web page, and those near each other, of one postcode, or nowhere with one
    name, whose names may be alike by `least` or more."""
    names = _Names(every, rarity)
    blocks = [names.alike(pairs, least) for pairs in _near_or_named(every)]
    blocks += [_within(group) for group in _grouped((("phone", one) for one in each.phones) for each in every)]
    blocks += [_within(group) for group in _grouped([("page", each.page)] if each.page else [] for each in every)]
    codes = np.unique(np.concatenate([pairs[:, 0] * len(every) + pairs[:, 1] for pairs in blocks])) if blocks else np.array([], int)
    yield from zip((codes // len(every)).tolist(), (codes % len(every)).tolist(), strict=True)


def _near_or_named(every: Sequence[Compared]) -> Iterator[Pairs]:
    """Pairs in cells that touch, of one postcode, or both without a place and with one name; in blocks that fit into memory."""
    for keys in (
        ([("postcode", one) for one in each.postcodes] for each in every),
        ([("name", each.name)] if not each.points else [] for each in every),
    ):
        for group in _grouped(keys):
            yield from _in_parts(group, group)
    cells = _cells(every)
    for (across, up), group in cells.items():
        yield from _in_parts(group, group)
        for beside in ((across + 1, up), (across - 1, up + 1), (across, up + 1), (across + 1, up + 1)):
            if beside in cells:
                yield from _in_parts(group, cells[beside])


def _cells(every: Sequence[Compared]) -> dict[tuple[int, int], np.ndarray]:
    found: dict[tuple[int, int], list[int]] = {}
    for number, each in enumerate(every):
        for cell in {(int(point.easting // CELL), int(point.northing // CELL)) for point in each.points}:
            found.setdefault(cell, []).append(number)
    return {cell: np.array(numbers) for cell, numbers in found.items()}


def _grouped(keys: Iterable[Iterable[object]]) -> Iterator[np.ndarray]:
    """Listings with a key in common, where more than one has it."""
    groups: dict[object, list[int]] = {}
    for number, each in enumerate(keys):
        for key in each:
            groups.setdefault(key, []).append(number)
    return (np.array(numbers) for numbers in groups.values() if len(numbers) > 1)


def _within(group: np.ndarray) -> Pairs:
    one, other = np.triu_indices(len(group), 1)
    return np.stack([group[one], group[other]], axis=1)


def _in_parts(group: np.ndarray, beside: np.ndarray) -> Iterator[Pairs]:
    """Each of `group` with each of `beside`, the lower number first; nothing with itself, and in one group each pair once."""
    step = max(1, _AT_ONCE // len(beside))
    for first in range(0, len(group), step):
        one, other = (side.ravel() for side in np.meshgrid(group[first : first + step], beside, indexing="ij"))
        kept = one < other if group is beside else one != other
        yield np.stack([np.minimum(one, other)[kept], np.maximum(one, other)[kept]], axis=1)


class _Names:
    """Names as arrays, for bounds on how far two are alike (docs of `duplicates`: rare words in common, all of the one, or letters)."""

    def __init__(self, every: Sequence[Compared], rarity: Mapping[str, float]) -> None:
        words = [sorted(set(each.name)) for each in every]
        numbered = {word: number for number, word in enumerate(sorted({word for each in words for word in each}))}
        weights = np.array([rarity.get(word, 1.0) ** 2 for word in numbered] or [0.0])
        self.counts = np.array([len(each) for each in words])
        self.words = np.full((len(every), max(self.counts, default=0)), -1)
        for row, each in enumerate(words):
            self.words[row, : len(each)] = [numbered[word] for word in each]
        self.weights = np.where(self.words >= 0, weights[self.words], 0.0)
        self.lengths = self.weights.sum(axis=1)
        self.bits = _bits(self.words)
        sets = {numbers: place for place, numbers in enumerate({each.numbers for each in every})}
        self.numbers = np.array([sets[each.numbers] for each in every])
        self.whole = np.array([hash(each.name) for each in every])
        self.letters, self.signs = _letters(" ".join(each.name) for each in every)

    def alike(self, pairs: Pairs, least: float) -> Pairs:
        """Those pairs whose names may be alike by `least` or more. Names with other numbers in them never are."""
        if least <= 0:
            return pairs
        pairs = pairs[self.numbers[pairs[:, 0]] == self.numbers[pairs[:, 1]]]
        share = (self.bits[pairs[:, 0]] & self.bits[pairs[:, 1]]).any(axis=1)
        by_words = pairs[share][self._by_words(pairs[share], least)]
        return np.concatenate([by_words, pairs[self._by_letters(pairs, max(least, NEARLY))]])

    def _by_words(self, pairs: Pairs, least: float) -> np.ndarray:
        """The cosine of their rare words, whether one holds all of the other, or whether they are one."""
        one, other = pairs[:, 0], pairs[:, 1]
        weight, count = np.zeros(len(pairs)), np.zeros(len(pairs), int)
        for column in range(self.words.shape[1]):
            held = (self.words[other] == self.words[one, column][:, None]).any(axis=1) & (self.words[one, column] >= 0)
            weight += np.where(held, self.weights[one, column], 0.0)
            count += held
        fewest = np.minimum(self.counts[one], self.counts[other])
        close = weight >= (least - _LOOSE) * np.sqrt(self.lengths[one] * self.lengths[other])
        return close | ((fewest > 1) & (count == fewest)) | (self.whole[one] == self.whole[other])

    def _by_letters(self, pairs: Pairs, least: float) -> np.ndarray:
        """Twice the letters in common by all letters, in whatever order: never less than in order."""
        one, other = pairs[:, 0], pairs[:, 1]
        both = self.signs[one] + self.signs[other]
        possible = 2 * np.minimum(self.signs[one], self.signs[other]) >= (least - _LOOSE) * both
        where = np.flatnonzero(possible)
        shared = np.minimum(self.letters[one[where]], self.letters[other[where]]).sum(axis=1)
        possible[where] = 2 * shared >= (least - _LOOSE) * both[where]
        return possible


def _bits(words: np.ndarray) -> np.ndarray:
    """A bit for each word, some of which share one: two names without a bit in common have no word in common."""
    found = np.zeros((len(words), _BITS // 64), np.uint64)
    for column in range(words.shape[1]):
        rows = np.flatnonzero(words[:, column] >= 0)
        bit = words[rows, column] % _BITS
        found[rows, bit // 64] |= np.uint64(1) << (bit % 64).astype(np.uint64)
    return found


def _letters(names: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """How often each sign stands in each name, and how many signs it has. Signs that are rare share a column."""
    texts = list(names)
    found = np.zeros((len(texts), 64), np.int16)
    for row, text in enumerate(texts):
        for sign in text:
            found[row, ord(sign) % 64] += 1
    return found, np.array([len(text) for text in texts])
