"""What if: the whole system as one network of stations, run day by day, so that a place can see what a choice does to everyone."""

from wholeplace.flow.shapes import (
    Answer,
    Arrivals,
    Assumption,
    Band,
    Change,
    Forecast,
    Group,
    Kind,
    Law,
    Length,
    Network,
    Overflow,
    OverflowRule,
    Present,
    Return,
    Route,
    Run,
    Scenario,
    Service,
    Snapshot,
    Station,
    Step,
    Waits,
)

__all__ = [
    "Answer", "Arrivals", "Assumption", "Band", "Change", "Forecast", "Group", "Kind", "Law", "Length", "Network", "Overflow",
    "OverflowRule", "Present", "Return", "Route", "Run", "Scenario", "Service", "Snapshot", "Station", "Step", "Waits",
]  # fmt: skip
