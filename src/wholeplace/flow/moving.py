"""A network moved to other days: the same place, run over another stretch of the calendar."""

from dataclasses import replace
from datetime import date, timedelta

from wholeplace.flow.shapes import Arrivals, Network


def moved_to(network: Network, first: date, days: int) -> Network:
    """The network measured from `first` for so many days, its warm-up before it.

    Weekdays, months, dated capacities and factors stay where the calendar has them; the season's peak and the yearly trend, which
    count from the start of a network, are counted anew, so that the same day has the same expected arrivals.
    """
    starts = first - timedelta(network.warm_up)
    shift = (starts - network.starts).days
    return replace(network, starts=starts, days=days, arrivals=tuple(_counted_from(each, shift) for each in network.arrivals))


def _counted_from(stream: Arrivals, shift: int) -> Arrivals:
    return replace(stream, peak=stream.peak - shift, per_day=stream.per_day * (1 + stream.yearly) ** (shift / 365.25))
