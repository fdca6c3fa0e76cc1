"""Someone who holds everything a release shows, and does the sums: the road that disclosure control must hold against.

Independent of how numbers were hidden: it knows only what stands on the pages, that areas, groups and months add up, that
nothing is below 0, and what "fewer than 8" means. For each hidden number it asks a linear programme for the least and the
most it can be.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import linprog

KEYS = ("area", "split", "group", "month")


@dataclass(frozen=True)
class Sum:
    """total = sum of parts, by position."""

    total: int
    parts: tuple[int, ...]


def bounds_of_hidden(
    values: Sequence[float | None], sums: Sequence[Sum], told: Sequence[tuple[float, float | None]]
) -> dict[int, tuple[float, float]]:
    """For each hidden number (None), the least and the most it can be. `told`: what the words in its place say."""
    hidden = [n for n, value in enumerate(values) if value is None]
    at = {n: k for k, n in enumerate(hidden)}
    rows, right = [], []
    for one in sums:
        row, known = np.zeros(len(hidden)), 0.0
        for n, sign in ((one.total, -1), *((p, 1) for p in one.parts)):
            if n in at:
                row[at[n]] += sign
            else:
                known += sign * float(values[n] or 0)
        if row.any():
            rows.append(row)
            right.append(-known)
    limits = [told[n] for n in hidden]
    return {n: (_least(at[n], 1, rows, right, limits), _least(at[n], -1, rows, right, limits)) for n in hidden}


def _least(k: int, sign: int, rows: list[np.ndarray], right: list[float], limits: list[tuple[float, float | None]]) -> float:
    aim = np.zeros(len(limits))
    aim[k] = sign
    found = linprog(aim, A_eq=np.array(rows) if rows else None, b_eq=right or None, bounds=limits, method="highs")
    if found.status == 3:
        return sign * -np.inf
    assert found.status == 0, found.message
    return sign * found.fun


def sums_on_the_pages(rows: pl.DataFrame, parents: dict[str, str]) -> list[Sum]:
    """The sums that any reader would think of, found by looking, not by the code under test."""
    cells = list(rows.select("area", "split", "group", "grain", "starts", "ends").iter_rows())
    at = {cell: n for n, cell in enumerate(cells)}
    found = []
    for n, (area, split, group, grain, starts, ends) in enumerate(cells):
        inside = [at[c] for child, parent in parents.items() if parent == area and (c := (child, split, group, grain, starts, ends)) in at]
        if inside:
            found.append(Sum(n, tuple(inside)))
        if split == "all":
            for other in {c[1] for c in cells} - {"all"}:
                groups = [m for m, c in enumerate(cells) if c[0] == area and c[1] == other and c[3:] == (grain, starts, ends)]
                if groups:
                    found.append(Sum(n, tuple(groups)))
        if grain != "month":
            months = [
                m for m, c in enumerate(cells) if c[:3] == (area, split, group) and c[3] == "month" and starts <= c[4] and c[5] <= ends
            ]
            if months:
                found.append(Sum(n, tuple(months)))
    return found
