"""How names and dates go wrong when people type, hear and scan them."""

import unicodedata

import numpy as np

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEAR = {letter: [*row[max(0, n - 1) : n], *row[n + 1 : n + 2]] for row in ROWS for n, letter in enumerate(row)}
MISREAD = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("l", "i"), ("i", "l"), ("o", "0"), ("vv", "w"), ("h", "b"), ("u", "v"),
    ("e", "c"),
)  # fmt: skip
SPELLINGS = (
    ("ee", "i"), ("i", "ee"), ("oo", "u"), ("u", "oo"), ("kh", "k"), ("q", "k"), ("w", "v"), ("ph", "f"), ("aa", "a"), ("ou", "u"),
    ("z", "j"), ("y", "i"), ("ie", "y"), ("ay", "ai"), ("ai", "ay"), ("sh", "s"), ("dh", "d"), ("gh", "g"), ("o", "u"), ("e", "a"),
    ("ss", "s"), ("ll", "l"), ("mm", "m"), ("bb", "b"), ("c", "k"), ("th", "t"), ("b", "v"), ("ur", "er"), ("in", "een"),
)  # fmt: skip
HEARD = (
    ("szcz", "sch"), ("cz", "ch"), ("sz", "sh"), ("rz", "sh"), ("w", "v"), ("ł", "w"), ("ż", "z"), ("ch", "h"), ("j", "y"),
    ("ski", "sky"), ("ska", "ska"), ("wicz", "vich"), ("ie", "e"), ("ń", "n"), ("ów", "ov"), ("ó", "u"), ("ą", "on"), ("ę", "en"),
    ("c", "ts"), ("dz", "z"), ("y", "i"), ("rzy", "shi"), ("ka", "ca"), ("k", "c"), ("š", "sh"), ("č", "ch"), ("ž", "z"), ("v", "w"),
    ("escu", "esku"),
)  # fmt: skip
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "ø": "o", "ß": "ss"})


def plain(name: str) -> str:
    """Without diacritics, case kept."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.translate(_PLAIN)) if not unicodedata.combining(c))


def mistyped(name: str, rng: np.random.Generator) -> str:
    """One error: adjacent key, transposition, letter out, letter doubled, misread print, or cut off."""
    word = name.lower()
    if len(word) < 2:
        return name
    at, how = int(rng.integers(0, len(word))), rng.random()
    if how < 0.25:
        near = NEAR.get(word[at], ["e"])
        word = word[:at] + near[int(rng.integers(0, len(near)))] + word[at + 1 :]
    elif how < 0.45:
        at = min(at, len(word) - 2)
        word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    elif how < 0.65:
        word = word[:at] + word[at + 1 :]
    elif how < 0.80:
        word = word[:at] + word[at] + word[at:]
    elif how < 0.93 or len(word) < 7:
        word = _one_of(word, MISREAD, rng)
    else:
        word = word[: int(rng.integers(4, len(word) - 1))]
    return word.title()


def respelt(name: str, others: dict[str, list[str]], rng: np.random.Generator) -> str:
    """Another spelling: of the list where the name is on it (three times in four), else by a rule of sound."""
    known = others.get(name.lower())
    if known and rng.random() < 0.75:
        return known[int(rng.integers(0, len(known)))].title()
    return _one_of(name.lower(), SPELLINGS, rng).title()


def heard(name: str, others: dict[str, list[str]], rng: np.random.Generator) -> str:
    """A Polish or eastern name as an English clerk hears it, by one or two rules, or its English counterpart."""
    known = others.get(name.lower())
    if known and rng.random() < 0.3:
        return known[int(rng.integers(0, len(known)))].title()
    word = _one_of(name.lower(), HEARD, rng)
    return plain(_one_of(word, HEARD, rng) if rng.random() < 0.4 else word).title()


def mistyped_code(code: str, rng: np.random.Generator) -> str:
    """A postcode with one letter or digit wrong."""
    at = int(rng.choice([n for n, c in enumerate(code) if c != " "]))
    new = "0123456789"[int(rng.integers(0, 10))] if code[at].isdigit() else "ABDEFGHJLNPQRSTUWXYZ"[int(rng.integers(0, 20))]
    return code[:at] + new + code[at + 1 :]


def _one_of(word: str, rules: tuple[tuple[str, str], ...], rng: np.random.Generator) -> str:
    fits = [rule for rule in rules if rule[0] in word]
    if not fits:
        return word
    old, new = fits[int(rng.integers(0, len(fits)))]
    return word.replace(old, new, 1)


def mistyped_date(day: np.datetime64, rng: np.random.Generator) -> np.datetime64:
    """One digit of day, month or year wrong, still a date and not in the future."""
    year, month, date = (int(part) for part in str(day).split("-"))
    how = rng.random()
    if how < 0.45:
        date = [date % 28 + 1, (date + 9) % 28 + 1, max(1, date - 1)][int(rng.integers(0, 3))]
    elif how < 0.65:
        month = month % 12 + 1 if rng.random() < 0.5 else (month + 9) % 12 + 1
    elif how < 0.85:
        year += int(rng.choice([-1, 1, -10, 10, -2]))
    else:
        year = year // 100 * 100 + year % 10 * 10 + year % 100 // 10
    year = min(max(year, 1905), 2026)
    wrong = np.datetime64(f"{year:04}-{month:02}-{min(date, 28):02}")
    return wrong if wrong < np.datetime64("2026-04-01") else day
