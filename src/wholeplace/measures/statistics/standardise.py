"""Age-standardised rates: direct and indirect, with their limits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.measures.statistics.limits import EXACT_BELOW, Floats, byar_limits, counts_of, poisson_limits


@dataclass(frozen=True, kw_only=True, slots=True)
class Standardised:
    """A standardised value and its limits, in events per `per`; not a number where the method refuses."""

    value: Floats
    lower: Floats
    upper: Floats


def directly_standardised(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    per: float = 100_000,
    event_variance: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Standardised:
    """The rate that the standard population would have with this area's rates, per `per`; limits by Dobson's method.

    `events`, `population`: [..., band]; `standard`: [band]. The result drops the band axis.
    Limits = value + sqrt(variance of the value / events) x (Byar's limit of the events - events) (Dobson 1991).
    `event_variance` [..., band]: the variance of each count where one person can have several events
    (sum over f of f^2 x people with f events); left out, the count itself (Poisson).
    A missing count is 0. Fewer than 10 events, or a band with a missing or zero population: no value and no limits.
    """
    weights = counts_of(standard, "standard population")
    counted = np.nan_to_num(counts_of(events, "events"))
    people = counts_of(population, "population")
    used = weights > 0  # a measure of people aged 65 and over gives no weight to the bands below
    refused = np.any(used & ~(people > 0), axis=-1)
    safe = np.where(people > 0, people, 1.0)
    share = np.where(used, weights / (weights.sum() or np.nan), 0.0)  # a place where nobody is known to live has no weights
    total = np.sum(np.where(used, counted, 0.0), axis=-1)
    spread = counted if event_variance is None else np.nan_to_num(counts_of(event_variance, "event variance"))
    value = np.sum(share * counted / safe, axis=-1)
    variance = np.sum(share**2 * spread / safe**2, axis=-1)
    no_rate = refused | (total < EXACT_BELOW)
    known = np.where(no_rate, np.nan, total)
    scale = np.sqrt(variance / known)
    byar = byar_limits(known, confidence=confidence)
    value = np.where(no_rate, np.nan, value)
    return Standardised(
        value=per * value, lower=per * (value + scale * (byar.lower - known)), upper=per * (value + scale * (byar.upper - known))
    )


def indirectly_standardised(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    reference_rate: ArrayLike = 1.0,
    per: float = 100_000,
    confidence: float = 0.95,
) -> Standardised:
    """Observed / expected events x the reference's own rate x `per`; limits are the Poisson limits of the observed events.

    `reference_rate` 1 and `per` 1 give the standardised ratio itself, `per` 100 the SMR. Shapes broadcast.
    No value where nothing is expected. `expected_events` makes the second argument without joining bands by position.
    """
    seen, due = np.broadcast_arrays(counts_of(observed, "observed"), counts_of(expected, "expected"))
    scale = np.asarray(reference_rate, dtype=float) * per / np.where(due > 0, due, np.nan)
    limits = poisson_limits(seen, confidence=confidence)
    return Standardised(value=seen * scale, lower=limits.lower * scale, upper=limits.upper * scale)


def expected_events(population: dict[str, float], reference_rates: dict[str, float]) -> float:
    """Events this population would have at the reference's rates. Bands are joined by label, never by position.

    Refuses bands that only one side knows: leaving one out would lower the expected count without a word.
    """
    unmatched = sorted(population.keys() ^ reference_rates.keys())
    if unmatched:
        raise ValueError(f"Bands without a partner in the reference: {', '.join(unmatched)}. Name the bands alike on both sides.")
    return sum(people * reference_rates[band] for band, people in population.items())
