"""The other road to a match weight: plain Python over one pair, from the same model file and by the words of `levels.toml` alone."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from wholeplace.people.link.model.weights import Model, comparisons

Row = Mapping[str, Any]
Rule = Callable[[Row, Row], bool]


def weight(model: Model, prior: float, one: Row, other: Row) -> float:
    """Bits of evidence that two rows of `model_records` are one person, the prior included."""
    total = math.log2(prior / (1 - prior))
    for name, rates in model.rates.items():
        level = level_of(name, one, other)
        if level is not None:
            total += math.log2(rates[level].m / rates[level].u) + _for_being_common(name, level, rates[level].u, one, other)
    return total


def level_of(name: str, one: Row, other: Row) -> str | None:
    """The first level that holds; None where something is missing."""
    if MISSING[name](one, other):
        return None
    return next((level for level, rule in RULES[name].items() if rule(one, other)), "other")


def _for_being_common(name: str, level: str, u: float, one: Row, other: Row) -> float:
    comparison = comparisons()[name]
    common = next((each.common for each in comparison.levels if each.name == level), None)
    shares = [row[f"tf_{common}"] for row in (one, other) if common and row[f"tf_{common}"] is not None]
    return math.log2(u / max(*shares, comparison.least_common, 0)) if shares else 0.0


def same(one: Row, other: Row, mine: str, theirs: str | None = None) -> bool:
    return one[mine] is not None and one[mine] == other[theirs or mine]


def either(one: Row, other: Row, mine: str, theirs: str) -> bool:
    return same(one, other, mine, theirs) or same(other, one, mine, theirs)


def swapped_names(one: Row, other: Row) -> bool:
    return same(one, other, "given", "family") and same(one, other, "family", "given")


def missing(*columns: str) -> Rule:
    return lambda one, other: any(one[column] is None or other[column] is None for column in columns)


def within(one: str | None, other: str | None, edits: int) -> bool:
    return one is not None and other is not None and edit_distance(one, other) <= edits


def year_month_day(row: Row) -> tuple[str, str, str]:
    return row["birth"][:4], row["birth"][4:6], row["birth"][6:8]


def seconds_agree(one: Row, other: Row) -> bool:
    return one["given_rest"] is None or other["given_rest"] is None or one["given_rest"] == other["given_rest"]


def one_form(one: Row, other: Row) -> bool:
    return any(either(one, other, "given_alias", alias) for alias in ("given_alias", "given_alias_2", "given_alias_3"))


def parts_agreeing(one: Row, other: Row) -> int:
    return sum(mine == theirs for mine, theirs in zip(year_month_day(one), year_month_day(other), strict=True))


def day_and_month_swapped(one: Row, other: Row) -> bool:
    (year, month, day), (their_year, their_month, their_day) = year_month_day(one), year_month_day(other)
    return (year, month, day) == (their_year, their_day, their_month)


def same_year(one: Row, other: Row) -> bool:
    return one["birth"][:4] == other["birth"][:4]


MISSING: Mapping[str, Rule] = {
    "given": missing("given"),
    "family": lambda one, other: missing("family")(one, other) or swapped_names(one, other),
    "birth": missing("birth"),
    "home": lambda one, other: missing("postcode")(one, other) and missing("uprn")(one, other),
    "sex": missing("sex"),
}
RULES: Mapping[str, Mapping[str, Rule]] = {
    "given": {
        "exact": lambda one, other: same(one, other, "given") and seconds_agree(one, other),
        "swapped": swapped_names,
        "other_second": lambda one, other: same(one, other, "given"),
        "form": one_form,
        "second_name": lambda one, other: either(one, other, "given", "given_rest"),
        "close": lambda one, other: jaro_winkler(one["given"], other["given"]) >= 0.9 or same(one, other, "given_sound"),
        "initial": lambda one, other: min(len(one["given"]), len(other["given"])) == 1 and one["given"][0] == other["given"][0],
        "second_close": lambda one, other: (
            within(one["given"], other["given_rest"], 1)
            or within(other["given"], one["given_rest"], 1)
            or either(one, other, "given", "family")
        ),
        "near": lambda one, other: jaro_winkler(one["given"], other["given"]) >= 0.8,
    },
    "family": {
        "exact": lambda one, other: same(one, other, "family"),
        "part": lambda one, other: (
            either(one, other, "family_first", "family_no")
            or either(one, other, "family_rest", "family_no")
            or same(one, other, "family_first")
            or same(one, other, "family_rest")
            or (same(one, other, "family_first", "family_rest") and same(one, other, "family_rest", "family_first"))
        ),
        "close": lambda one, other: (
            jaro_winkler(one["family"], other["family"]) >= 0.9 or same(one, other, "family_sound") or same(one, other, "family_alias")
        ),
        "given": lambda one, other: either(one, other, "family", "given") or either(one, other, "family", "given_rest"),
        "near": lambda one, other: jaro_winkler(one["family"], other["family"]) >= 0.8,
    },
    "birth": {
        "exact": lambda one, other: same(one, other, "birth"),
        "swapped": day_and_month_swapped,
        "year_only": lambda one, other: same_year(one, other) and "0101" in (one["birth"][4:], other["birth"][4:]),
        "digit": lambda one, other: edit_distance(one["birth"], other["birth"]) <= 1,
        "two_parts": lambda one, other: parts_agreeing(one, other) >= 2,
        "year": same_year,
    },
    "home": {
        "door": lambda one, other: same(one, other, "uprn") or (same(one, other, "postcode") and same(one, other, "house")),
        "postcode": lambda one, other: same(one, other, "postcode"),
        "postcode_digit": lambda one, other: within(one["postcode"], other["postcode"], 1),
        "outcode": lambda one, other: same(one, other, "outcode"),
    },
    "sex": {"exact": lambda one, other: same(one, other, "sex")},
}


def edit_distance(one: str, other: str) -> int:
    """Letters to put in, take out or change, or neighbours to swap, to make one text the other (Damerau and Levenshtein)."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, theirs in enumerate(other, start=1):
            cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def jaro_winkler(one: str, other: str) -> float:
    """Jaro's similarity with Winkler's bonus for a common beginning (up to four letters, above 0.7)."""
    jaro = _jaro(one, other)
    common = next((i for i, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs), min(len(one), len(other)))
    return jaro + min(common, 4) * 0.1 * (1 - jaro) if jaro > 0.7 else jaro


def _jaro(one: str, other: str) -> float:
    reach = max(len(one), len(other)) // 2 - 1
    taken: set[int] = set()
    mine = []
    for i, letter in enumerate(one):
        at = next((j for j in range(max(0, i - reach), min(len(other), i + reach + 1)) if j not in taken and other[j] == letter), None)
        if at is not None:
            taken.add(at)
            mine.append(letter)
    if not mine:
        return 0.0
    theirs = [other[j] for j in sorted(taken)]
    turned = sum(left != right for left, right in zip(mine, theirs, strict=True)) / 2
    return (len(mine) / len(one) + len(mine) / len(other) + (len(mine) - turned) / len(mine)) / 3
