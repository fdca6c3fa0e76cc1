"""Names for neighbourhoods of an invented moor, and NHS numbers that belong to nobody. Names of people: see selves.py."""

import numpy as np

POOREST = ("Thornley", "Mill Bank", "Eastgate")
_NEIGHBOURHOODS = (
    "Canal Side", "Garth End", "Larkhill", "Dovecote", "Kestrel Park", "Brindle Moor", "Highfold", "Fenwick Rise", "Ashcombe Green",
)  # fmt: skip
_PLACES = ("Aldermoor Town", "Fellside")
_FRONT = (
    "Amber", "Birch", "Cobble", "Drover", "Elder", "Fallow", "Gorse", "Heron", "Ivy", "Juniper", "Kiln", "Linnet", "Meadow", "Nettle",
    "Otter", "Plover", "Quarry", "Rowan", "Sorrel", "Tanner", "Umber", "Vetch", "Willow", "Yarrow",
)  # fmt: skip
_BACK = (
    "beck", "bridge", "brow", "carr", "clough", "cross", "dale", "dene", "field", "fold", "ford", "gill", "holme", "hurst", "ley",
    "mere", "mouth", "pike", "royd", "scar", "stead", "thwaite", "wick", "worth",
)  # fmt: skip
ACTIVITIES = ("Befriending", "Walking group", "Staying Well", "Advice", "Lunch club", "Men's shed")


def neighbourhood_names(count: int) -> list[str]:
    """`count` names, the poorest quarter first; the three poorest names always lead."""
    known = [*POOREST, *_NEIGHBOURHOODS]
    made = [f"{front}{back}" for back in _BACK for front in _FRONT]
    return (known + made)[:count]


def place_names(count: int) -> list[str]:
    return [*_PLACES, *(f"{front}shire" for front in _FRONT)][:count] + [f"Vale {n}" for n in range(1, max(0, count - 26) + 1)]


def nhs_numbers(serials: np.ndarray, total: int) -> np.ndarray:
    """A valid ten-digit number for each serial (0 <= serial < total), no two alike, as whole numbers.

    The first 900,000 lie in 999 000 0000 to 999 999 9999, the range kept for tests. A bigger place goes on in
    900 000 0000 to 998 999 9999: numbers from 9 are not given to people (England and Wales give 4 and 6 to 7,
    Northern Ireland 3.2 to 3.9, Scotland starts with a date).
    Of the ten last digits of a nine-digit stem at most one has no check digit, so every stem of eight gives nine numbers.
    """
    room = 900_000 * -(-total // 900_000)
    mixed = serials.astype(np.int64) * 611_953 % room  # 611,953 is prime: neighbours do not get neighbouring numbers
    stem = np.where(mixed < 900_000, 99_900_000 + mixed // 9, 90_000_000 + (mixed - 900_000) // 9)
    weighed = np.zeros(len(stem), dtype=np.int64)
    rest = stem.copy()
    for weight in range(3, 11):
        weighed += rest % 10 * weight
        rest //= 10
    ninth = mixed % 9
    ninth = np.where((weighed + 2 * ninth) % 11 == 1, 9, ninth)
    check = (11 - (weighed + 2 * ninth) % 11) % 11
    return stem * 100 + ninth * 10 + check


def wrong_number(numbers: np.ndarray) -> np.ndarray:
    """The same numbers with a last digit that fails the check."""
    return numbers // 10 * 10 + (numbers % 10 + 5) % 10
