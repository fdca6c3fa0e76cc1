"""What made the difference: a change in events split into parts that add up to the last person."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.measures.statistics.limits import Floats, counts_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """Events more (+) or fewer (-) in each group because of its share of: the whole's size, the mix, its own rate."""

    volume: Floats
    mix: Floats
    rate: Floats

    @property
    def total(self) -> Floats:
        """The change in each group's events: volume + mix + rate."""
        return self.volume + self.mix + self.rate


def das_gupta(events_now: ArrayLike, exposure_now: ArrayLike, events_before: ArrayLike, exposure_before: ArrayLike) -> Parts:
    """Split the change in events of each group (last axis) symmetrically into volume, mix and rate.

    Events of a group = size of the whole x the group's share x its rate. Each factor's part is its own change, averaged
    over every order in which the three could have changed, so no order is favoured and the parts add up exactly.
    A group that is absent in one period is given its rate of the other: its coming or going is mix, not rate.
    Source: Das Gupta P. Standardization and decomposition of rates: a user's manual. US Census Bureau P23-186, 1993.
    """
    now, before = counts_of(events_now, "events now"), counts_of(events_before, "events before")
    exposed, exposed_before = counts_of(exposure_now, "exposure now"), counts_of(exposure_before, "exposure before")
    for events, size, when in ((now, exposed, "now"), (before, exposed_before, "before")):
        if np.any((events > 0) & (size == 0)):
            raise ValueError(f"A group has events {when} but nobody who could have had one.")
    whole, whole_before = exposed.sum(axis=-1, keepdims=True), exposed_before.sum(axis=-1, keepdims=True)
    share, share_before = _divided(exposed, whole), _divided(exposed_before, whole_before)
    rate, rate_before = _divided(now, exposed), _divided(before, exposed_before)
    rate, rate_before = np.where(exposed > 0, rate, rate_before), np.where(exposed_before > 0, rate_before, rate)
    factors = ((whole, whole_before), (share, share_before), (rate, rate_before))
    return Parts(volume=_part(*factors), mix=_part(factors[1], factors[0], factors[2]), rate=_part(factors[2], factors[0], factors[1]))


def _divided(top: Floats, bottom: Floats) -> Floats:
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1), 0.0)


def _part(own: tuple[Floats, Floats], second: tuple[Floats, Floats], third: tuple[Floats, Floats]) -> Floats:
    """The part of the first of three factors, each given as (now, before)."""
    (a, a0), (b, b0), (c, c0) = own, second, third
    return (a - a0) * ((b * c + b0 * c0) / 3 + (b * c0 + b0 * c) / 6)
