"""Lengths, shares and units as a network file writes them."""

from itertools import pairwise

from wholeplace.flow.shapes import Law, Length
from wholeplace.flow.sheet import Sheet, is_number

LENGTH_KEYS = ("law", "mean", "sd", "quantiles", "longest")
"""What a law of a length says."""


def length_of(sheet: Sheet, path: str) -> Length:
    """A law of a length in days. The mean and standard deviation of an empirical one may be left away: its quantiles say them."""
    law = Law(sheet.choice("law", [each.value for each in Law]))
    longest = sheet.number("longest", path=f"{path}.longest") if "longest" in sheet.given else None
    if law is Law.EMPIRICAL:
        quantiles = _quantiles(sheet)
        mean, sd = _moments(quantiles)
        return Length(
            law=law, mean=sheet.number("mean", mean, path=f"{path}.mean"), sd=sheet.number("sd", sd), quantiles=quantiles, longest=longest
        )  # fmt: skip
    mean = sheet.number("mean", path=f"{path}.mean")
    needs_sd = law not in (Law.FIXED, Law.EXPONENTIAL)
    sd = sheet.number("sd", path=f"{path}.sd") if needs_sd else 0.0
    for key in ("quantiles",) if needs_sd else ("quantiles", "sd"):
        if key in sheet.given:
            fix = f"Leave {key} away, or choose another law."
            sheet.wrong(key, f'a length by the law "{law}" has none.', "It would be ignored in silence.", fix)
    return Length(law=law, mean=mean, sd=sd, longest=longest)


def _quantiles(sheet: Sheet) -> tuple[float, ...]:
    given = sheet.given.get("quantiles")
    if not isinstance(given, list) or len(given) < 2 or not all(is_number(each) for each in given) or sorted(given) != given:
        fix = "Write two or more numbers in rising order, from the shortest to the longest."
        sheet.wrong("quantiles", "it is not a rising list of numbers.", "An empirical law is drawn from them.", fix)
        return (1.0, 1.0)
    return tuple(float(each) for each in given)


def _moments(quantiles: tuple[float, ...]) -> tuple[float, float]:
    """Mean and standard deviation of the law that joins its quantiles by straight lines."""
    pairs = list(pairwise(quantiles))
    mean = sum((low + high) / 2 for low, high in pairs) / len(pairs)
    square = sum((low * low + low * high + high * high) / 3 for low, high in pairs) / len(pairs)
    return mean, max(0.0, square - mean * mean) ** 0.5


def units_of(sheet: Sheet) -> tuple[tuple[int, float], ...]:
    """How much of the capacity one person takes: 2, or { 1 = 0.6, 2 = 0.3, 4 = 0.1 } for shares of people."""
    given = sheet.given.get("units", 1)
    if isinstance(given, int) and not isinstance(given, bool):
        return ((given, 1.0),)
    if not isinstance(given, dict) or not given or not all(key.isdecimal() and is_number(each) for key, each in given.items()):
        fix = "Write units = 2, or units = { 1 = 0.6, 2 = 0.3, 4 = 0.1 }: visits a day and the share of people who need so many."
        sheet.wrong("units", "it cannot be read.", "It says how much of the capacity one person takes.", fix)
        return ((1, 1.0),)
    return tuple((int(key), float(each)) for key, each in given.items())


def share_in(sheet: Sheet, key: str, path: str) -> float:
    """A share from 0 to 1; a letter that guesses at per cent when it is above."""
    share = sheet.number(key, path=path)
    if not 0 <= share <= 1:
        guess = f" Did you mean {share / 100:g}?" if 1 < share <= 100 else ""
        sheet.wrong(key, f"{share:g} is not a share from 0 to 1.", "Shares of one whole add up to 1.", f"Write 0.16 for 16 in 100.{guess}")
        return 0.0
    return share


def becomes_of(sheet: Sheet, root: str, group: str) -> tuple[tuple[str, float], ...]:
    """As whom people come back, with shares; as themselves where nothing is said."""
    if "becomes" not in sheet.given:
        return ((group, 1.0),)
    shares = sheet.under("becomes")
    return tuple((name, share_in(shares, name, f"{root}.becomes.{name}")) for name in shares.given)
