"""Seconds that a million rows of limits take, beside a peer that does the same one row at a time or in plain SciPy.

    python bench/statistical_methods.py            (a million rows; about a minute)
    python bench/statistical_methods.py 100000

Prints a table of seconds and ratios and asserts nothing.
"""

import argparse
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy import stats

from wholeplace.measures.statistics import (
    directly_standardised,
    life_expectancy,
    poisson_limits,
    slope_index,
    student_limits,
    wilson_limits,
    xmr,
)
from wholeplace.terms.group import EUROPEAN_STANDARD_POPULATION_2013

BANDS = 19
PEER_ROWS = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    dice = np.random.default_rng(1)
    events = dice.poisson(dice.gamma(2, 20, rows)).astype(float)
    people = events + dice.integers(1, 5000, rows)
    tell(f"{'work':<46} {'rows':>10} {'seconds':>8} {'peer':>8} {'times faster':>12}   peer")
    compare("Poisson limits (exact below 10, Byar from 10)", rows, lambda: poisson_limits(events), lambda n: exact_one_by_one(events[:n]),
            "SciPy chi-squared, a row at a time")  # fmt: skip
    compare("Wilson limits", rows, lambda: wilson_limits(events, people), lambda n: wilson_one_by_one(events[:n], people[:n]),
            "SciPy binomtest.proportion_ci, a row at a time")  # fmt: skip
    compare("Student limits", rows, lambda: student_limits(events * 3, events * 10 + 9 * events**2, events + 2),
            lambda n: student_one_by_one(events[:n]), "SciPy t.interval, a row at a time")  # fmt: skip
    areas = rows // BANDS
    counted, living = events[: areas * BANDS].reshape(areas, BANDS), people[: areas * BANDS].reshape(areas, BANDS)
    standard = np.array(EUROPEAN_STANDARD_POPULATION_2013, dtype=float)
    compare("Directly standardised rates, rows of area and band", areas * BANDS,
            lambda: directly_standardised(counted, living, standard), lambda n: dsr_one_by_one(counted, living, standard, n),
            "the same formula, an area at a time")  # fmt: skip
    series = dice.normal(50, 5, (rows // 36, 36))
    # Of 36 points in a chart every 20th chart is timed with the peer.
    compare("XmR charts, rows of area and month", series.size, lambda: xmr(series, improvement="lower"),
            lambda n: [xmr(row, improvement="lower") for row in series[: max(n // 720, 1)]],
            "ours, a chart at a time", each=720)  # fmt: skip
    fifths = series[:, :5]
    compare("Slope index, rows of area and fifth", fifths.size, lambda: slope_index(fifths, np.ones(5), np.ones(5)),
            lambda n: [np.polyfit(np.arange(5), row, 1) for row in fifths[: n // 5]], "NumPy polyfit, an area at a time")  # fmt: skip
    deaths, tables = tables_of(rows // 20, dice)
    compare("Life expectancy, rows of area and band", deaths.size, lambda: life_expectancy(deaths, tables),
            lambda n: [life_expectancy(*each) for each in zip(deaths[: n // 20], tables[: n // 20], strict=True)],
            "ours, a table at a time")  # fmt: skip


def tables_of(count: int, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Deaths and people of `count` areas in 20 bands."""
    people = dice.integers(300, 900, (count, 20)).astype(float)
    rate = np.geomspace(0.0005, 0.2, 20)
    return np.minimum(dice.poisson(people * rate) + 1.0, people), people


def compare(work: str, rows: int, ours: Callable, peer: Callable, says: str, *, each: int = 1) -> None:
    """One line: our seconds for all rows, and the peer's, timed on fewer rows and scaled up."""
    seconds = min(timed(ours) for _ in range(3))
    asked = min(PEER_ROWS, rows)
    done = max(asked // each, 1) * min(each, 36)
    theirs = timed(lambda: peer(asked)) * rows / done
    tell(f"{work:<46} {rows:>10,} {seconds:>8.3f} {theirs:>8.1f} {theirs / seconds:>12,.0f}   {says}")


def timed(work: Callable) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def exact_one_by_one(events: np.ndarray) -> list:
    return [(stats.chi2.ppf(0.025, 2 * n) / 2, stats.chi2.ppf(0.975, 2 * n + 2) / 2) for n in events]


def wilson_one_by_one(events: np.ndarray, people: np.ndarray) -> list:
    return [stats.binomtest(int(k), int(n)).proportion_ci(method="wilson") for k, n in zip(events, people, strict=True)]


def student_one_by_one(events: np.ndarray) -> list:
    return [stats.t.interval(0.95, n + 1, loc=3, scale=1) for n in events]


def dsr_one_by_one(events: np.ndarray, people: np.ndarray, standard: np.ndarray, rows: int) -> list:
    weights = standard / standard.sum()
    found = []
    for counted, living in zip(events[: rows // BANDS], people[: rows // BANDS], strict=True):
        rate, variance, total = (weights * counted / living).sum(), (weights**2 * counted / living**2).sum(), counted.sum()
        found.append((rate, variance, poisson_limits(total)))
    return found


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
