"""Which law describes counted lengths: the best of three where it fits, the records' own curve where none does."""

from dataclasses import dataclass

import numpy as np

from wholeplace.flow.calibrate.arrivals import Ranged
from wholeplace.flow.calibrate.laws import Z90, LawFit, Lengths, edge_of, fit_laws
from wholeplace.flow.calibrate.shapes import Plot
from wholeplace.flow.calibrate.survival import distance, empirical, kaplan_meier
from wholeplace.flow.shapes import Law, Length

FEWEST = 30
"""Lengths that ended, from which a law is fitted."""
FEWEST_FOR_A_CURVE = 100
"""Lengths that ended, from which the records' own curve may replace a law."""
FAR = 0.05
"""A law whose curve is more than this share of people away from the records' does not describe them."""
PLOTTED = 60
"""Points of a plotted curve."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """The length kept, the 90% interval of its mean, how far its curve is from the records' and what was tried (lowest AIC first)."""

    length: Length
    mean: Ranged
    away: float
    tried: tuple[LawFit, ...]
    ended: float
    going_on: float
    plot: Plot


def choose(lengths: Lengths, title: str, *, unit: str = "days", scale: float = 1.0) -> Chosen:
    """The law for `lengths` (whole `unit`s; `scale` of them make a day). At least FEWEST must have ended, of 2 different lengths."""
    tried = fit_laws(lengths)
    curve = kaplan_meier(lengths)
    away = distance(curve, tried[0])
    length, mean = tried[0].length, tried[0].mean_interval()
    if away > FAR and lengths.ended >= FEWEST_FOR_A_CURVE:
        length = empirical(curve, tried[0])
        half = Z90 * length.sd / np.sqrt(lengths.ended)
        mean = (max(length.mean - half, 0.0), length.mean + half)
    shown = _points(int(curve.days[-1]))
    fitted = _survival(length, tried[0], edge_of(shown))
    plot = Plot(
        title=title, x=tuple(shown.tolist()), x_words=f"{unit} or more", unit="per cent of people",
        seen=_per_cent(curve.share[shown.astype(int)]), fitted=_per_cent(fitted), form="steps",
    )  # fmt: skip
    return Chosen(
        length=_scaled(length, scale), mean=Ranged(value=length.mean / scale, low=mean[0] / scale, high=mean[1] / scale), away=away,
        tried=tried, ended=lengths.ended, going_on=float(lengths.people[~lengths.over].sum()), plot=plot,
    )  # fmt: skip


def _per_cent(shares: np.ndarray) -> tuple[float, ...]:
    return tuple(np.round(100 * shares, 2).tolist())


def _points(last: int) -> np.ndarray:
    return np.unique(np.round(np.linspace(0, last, min(last + 1, PLOTTED)))).astype(np.float64)


def _survival(length: Length, tail: LawFit, edges: np.ndarray) -> np.ndarray:
    if length.law is not Law.EMPIRICAL:
        return tail.survival(edges)
    quantiles = np.asarray(length.quantiles)
    return 1.0 - np.interp(edges, quantiles, np.linspace(0.0, 1.0, len(quantiles)))


def _scaled(length: Length, scale: float) -> Length:
    quantiles = tuple(point / scale for point in length.quantiles)
    return Length(law=length.law, mean=length.mean / scale, sd=length.sd / scale, quantiles=quantiles)


def in_words(chosen: Chosen) -> str:
    """ "4.05 days on average (90% interval 3.91 to 4.19), lognormal, 1% away from the records at most"."""
    law = "the records' own curve" if chosen.length.law is Law.EMPIRICAL else f"a {chosen.length.law.value} law"
    mean = chosen.mean
    far = "" if chosen.length.law is Law.EMPIRICAL else f", at most {100 * chosen.away:.0f} in 100 people away from the records"
    return f"{mean.value:.3g} days on average (90% interval {mean.low:.3g} to {mean.high:.3g}), by {law}{far}"


__all__ = ["FAR", "FEWEST", "Chosen", "choose", "in_words"]
