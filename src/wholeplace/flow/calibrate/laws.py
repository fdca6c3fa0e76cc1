"""Fits a law to lengths that are known to the day, some of them not over yet and some seen only because they lasted.

A length of k whole days stands for a length between k - 0.5 and k + 0.5 (0 days: from 0), because days are counted between
midnights while the real moments lie anywhere in the day: so the law's mean is the mean number of nights, which fills beds. Who is
still there after k days has a length of at least k days; who had been there for k days when the records begin would not be in
them with a shorter one, so the likelihood divides by that chance (left truncation). Censored maximum likelihood; the law with the
lowest AIC is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats
from scipy.optimize import minimize

from wholeplace.flow.shapes import Law, Length

Array = NDArray[Any]
"""Numbers, as NumPy holds them."""
Z90 = 1.6448536269514722
"""Half of a 90% interval, in standard errors."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lengths:
    """Counted lengths: whole `days`; `over` (false: still there after `days`); `before` (whole days that had passed when the records
    begin; 0 for those that began later); `people` of each, which need not be whole."""

    days: Array
    over: NDArray[np.bool_]
    before: Array
    people: Array

    @property
    def ended(self) -> float:
        """People whose length is known."""
        return float(self.people[self.over].sum())


@dataclass(frozen=True, kw_only=True, slots=True)
class LawFit:
    """One law fitted: its two parameters on the log scale, their covariance, the log-likelihood."""

    law: Law
    theta: Array
    covariance: Array
    log_likelihood: float

    @property
    def aic(self) -> float:
        """Akaike's criterion: 2 parameters."""
        return 4.0 - 2.0 * self.log_likelihood

    @property
    def length(self) -> Length:
        """The law in the network's words."""
        mean, sd = _moments(self.law, self.theta)
        return Length(law=self.law, mean=mean, sd=sd)

    def survival(self, days: Array) -> Array:
        """Share that lasts longer than `days`."""
        return _survival(self.law, self.theta, days)

    def mean_interval(self) -> tuple[float, float]:
        """90% interval of the mean, on the log scale (delta method)."""
        mean = _moments(self.law, self.theta)[0]
        slope = np.array([_log_mean_slope(self.law, self.theta, which) for which in (0, 1)])
        error = float(np.sqrt(max(slope @ self.covariance @ slope, 0.0)))
        return float(mean * np.exp(-Z90 * error)), float(mean * np.exp(Z90 * error))


def fit_laws(lengths: Lengths) -> tuple[LawFit, ...]:
    """Lognormal, gamma and Weibull fitted to `lengths`, lowest AIC first. At least 2 different lengths must have ended."""
    return tuple(sorted((_fit(law, lengths) for law in (Law.LOGNORMAL, Law.GAMMA, Law.WEIBULL)), key=lambda fit: fit.aic))


def edge_of(days: Array) -> Array:
    """The longest length that is counted as fewer than `days` whole days."""
    return np.maximum(days - 0.5, 0.0)


def log_likelihood(law: Law, theta: Array, lengths: Lengths) -> float:
    """Log-likelihood of counted lengths under a law: censored on the right, known to the day, truncated on the left."""
    at_least = _survival(law, theta, edge_of(lengths.days))
    longer = _survival(law, theta, edge_of(lengths.days + 1))
    seen = _survival(law, theta, edge_of(lengths.before))
    chance = np.where(lengths.over, at_least - longer, at_least)
    return float(lengths.people @ (np.log(np.maximum(chance, 1e-300)) - np.log(np.maximum(seen, 1e-300))))


def _fit(law: Law, lengths: Lengths) -> LawFit:
    def cost(theta: Array) -> float:
        return -log_likelihood(law, theta, lengths)

    found = minimize(cost, _start(law, lengths), method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-6, "maxiter": 2000})
    theta = np.asarray(found.x, dtype=np.float64)
    return LawFit(law=law, theta=theta, covariance=_covariance(cost, theta), log_likelihood=-float(found.fun))


def _start(law: Law, lengths: Lengths) -> Array:
    people, days = lengths.people, np.maximum(lengths.days, 0.5)
    mean = float(people @ days / max(people.sum(), 1e-9))
    logs = np.log(days)
    middle = float(people @ logs / max(people.sum(), 1e-9))
    spread = float(np.sqrt(max(people @ (logs - middle) ** 2 / max(people.sum(), 1e-9), 0.05)))
    return np.array([middle, np.log(spread)]) if law is Law.LOGNORMAL else np.array([np.log(mean), 0.0])


def _covariance(cost: Callable[[Array], float], theta: Array) -> Array:
    """Inverse of the numerical second derivative; wide where the likelihood is flat."""
    step = 1e-3 * np.maximum(1.0, np.abs(theta))
    second = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            a, b = np.eye(2)[i] * step, np.eye(2)[j] * step
            second[i, j] = (cost(theta + a + b) - cost(theta + a - b) - cost(theta - a + b) + cost(theta - a - b)) / (4 * step[i] * step[j])
    values, vectors = np.linalg.eigh((second + second.T) / 2)
    return (vectors / np.maximum(values, 1e-6)) @ vectors.T


def _survival(law: Law, theta: Array, days: Array) -> Array:
    days = np.maximum(days, 0.0)
    shape = float(np.exp(np.clip(theta[1], -8.0, 8.0)))
    if law is Law.LOGNORMAL:
        with np.errstate(divide="ignore"):
            return special.ndtr((theta[0] - np.log(days)) / shape)
    scale = float(np.exp(np.clip(theta[0], -30.0, 30.0)))  # the mean of a gamma, the scale of a Weibull
    if law is Law.GAMMA:
        return special.gammaincc(shape, days * shape / scale)
    return np.exp(-((days / scale) ** shape))


def _moments(law: Law, theta: Array) -> tuple[float, float]:
    first, shape = float(theta[0]), float(np.exp(theta[1]))
    if law is Law.LOGNORMAL:
        mean = np.exp(first + shape**2 / 2)
        return float(mean), float(mean * np.sqrt(np.expm1(shape**2)))
    if law is Law.GAMMA:
        return float(np.exp(first)), float(np.exp(first) / np.sqrt(shape))
    frozen = stats.weibull_min(shape, scale=np.exp(first))
    return float(frozen.mean()), float(frozen.std())


def _log_mean_slope(law: Law, theta: Array, which: int) -> float:
    step = np.eye(2)[which] * 1e-4
    return float((np.log(_moments(law, theta + step)[0]) - np.log(_moments(law, theta - step)[0])) / 2e-4)


__all__ = ["Z90", "Array", "LawFit", "Lengths", "edge_of", "fit_laws", "log_likelihood"]
