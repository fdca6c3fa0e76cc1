"""What the kernel holds in memory: one array of records for each noun, so that a person's facts lie side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

END, ARRANGED, GATE, PATIENCE, BACK, ARRIVAL = range(1, 7)
"""What happens to a person, in the order in which it happens at one moment; within a kind, first planned first."""

EACH_KIND = 1 << 50

FREE, COMING, IN_CARE, AT_HOME = range(4)
"""Where a record of a person stands: not used, due within the hour, in the system, at home and due to come back."""

WAIT, LEAVE, DIVERT, ESCALATE = range(4)
"""Overflow policies."""

ARRIVED, STARTED, READY, WAITS, LEFT, WENT_HOME, CAME_BACK, TURNED_AWAY, GAVE_UP, GONE = range(1, 11)
"""What a transition says. Its station is the one that it happens at; its other station where from (started) or where to (waits)."""

NO_TROUBLE, NO_ROOM = range(2)

PERSON = np.dtype(
    [
        ("key", "u8"), ("tie", "i8"),  # tie: of the one planned event that is still valid
        ("entered", "f8"), ("ready", "f8"), ("joined", "f8"), ("delay", "f8"),
        ("visit", "i4"), ("given", "i4"), ("ahead", "i4"), ("behind", "i4"),
        ("group", "i2"), ("station", "i2"), ("wants", "i2"), ("units", "i2"), ("needs", "i2"),
        ("state", "i1"), ("outside", "i1"), ("waiting", "i1"), ("delayed", "i1"), ("late", "i1"),
    ],
    align=True,
)  # fmt: skip

EVENT = np.dtype([("time", "f8"), ("tie", "i8"), ("person", "i4"), ("next", "i4")], align=True)

DUE = np.dtype([("time", "f8"), ("tie", "i8"), ("person", "i8")], align=True)

STATION = np.dtype(
    [
        ("capacity", "i8"), ("in_use", "i8"), ("waiting", "i8"), ("extra", "i8"), ("threshold", "i8"),
        ("policy", "i4"), ("patience", "i4"), ("backfill", "i4"), ("hold", "i4"), ("starts_on", "i4"), ("leaves_on", "i4"),
        ("open_today", "i4"), ("offered", "i4"),
        ("present", "i8"), ("queue", "i8"), ("arranging", "i8"), ("held", "i8"), ("blocked", "i8"),
        ("present_area", "f8"), ("units_area", "f8"), ("queue_area", "f8"), ("arranging_area", "f8"),
        ("held_area", "f8"), ("blocked_area", "f8"),
        ("arrived", "i8"), ("started", "i8"), ("left", "i8"), ("turned_away", "i8"), ("gave_up", "i8"),
        ("stay_days", "f8"), ("queue_days", "f8"), ("waited_hours", "f8"), ("waited_days", "f8"), ("waits", "i8"),
        ("over_4_hours", "i8"), ("seen", "i8"),
        ("present_days", "f8"), ("queueing_days", "f8"),
        ("all_started", "i8"), ("all_left", "i8"), ("at_start", "i8"), ("at_end", "i8"),
    ],
    align=True,
)  # fmt: skip

GROUP = np.dtype(
    [
        ("share", "f8"), ("each_day", "f8"), ("days_counted", "f8"), ("late_after", "f8"), ("when_late", "f8"),
        ("law", "i4"), ("to", "i4"), ("becomes", "i4"), ("ways", "i4"), ("rank", "i4"),
        ("delayed", "i8"), ("delayed_area", "f8"), ("left_home", "i8"), ("to_return", "i8"), ("returned", "i8"),
        ("late", "i8"), ("delayed_people", "i8"),
    ],
    align=True,
)  # fmt: skip

PAIR = np.dtype([("blocked", "i8"), ("blocked_area", "f8"), ("moved", "i8"), ("waited_days", "f8")], align=True)
LINE = np.dtype([("head", "i4"), ("tail", "i4")], align=True)
CARE = np.dtype([("law", "i4"), ("arranging", "i4"), ("routes", "i4"), ("ways", "i4"), ("units", "i4"), ("sizes", "i4")], align=True)
CHOICE = np.dtype([("upto", "f8"), ("what", "i8")], align=True)
LAW = np.dtype([("kind", "i8"), ("start", "i8"), ("count", "i8")], align=True)
STREAM = np.dtype([("name", "u8"), ("key", "u8"), ("group", "i8"), ("to", "i8")], align=True)
GIVEN = np.dtype([("time", "f8"), ("key", "u8"), ("group", "i8"), ("to", "i8")], align=True)
PRESENT = np.dtype(
    [
        ("name", "u8"), ("group", "i8"), ("station", "i8"), ("people", "i8"), ("elapsed", "f8"), ("ready_days", "f8"),
        ("waits_for", "i8"), ("beyond", "f8"), ("found", "i8"),
        ("arranging", "i8"),
    ],
    align=True,
)  # fmt: skip
TRANSITION = np.dtype([("time", "f8"), ("key", "u8"), ("what", "i4"), ("station", "i4"), ("other", "i4")], align=True)

CLOCK_FIELDS = [
    ("now", "f8"), ("day_ends", "f8"), ("ends", "f8"), ("window", "f8"), ("root", "u8"),
    ("planned", "i8"), ("events", "i8"), ("alive", "i8"), ("arrived", "i8"), ("gone", "i8"), ("returned", "i8"),
    ("home", "i8"), ("home_area", "f8"), ("alive_at_start", "i8"), ("all_returned", "i8"), ("all_arrived", "i8"),
    ("slot", "i8"), ("slots", "i8"), ("slots_a_day", "f8"),
    ("first_hour", "i8"), ("last_hour", "i8"), ("measured_from", "i8"), ("day", "i8"),
    ("free_person", "i4"), ("people_used", "i4"), ("free_event", "i4"), ("events_used", "i4"), ("in_heap", "i4"),
    ("next_given", "i4"), ("offers", "i4"), ("first_offer", "i4"), ("ranks", "i4"), ("may_lock", "i4"), ("trouble", "i4"),
    ("logged", "i8"), ("exchanges", "i8"),
]  # fmt: skip

ARRAYS = {
    "people": PERSON, "events": EVENT, "heap": DUE, "slots": np.int32,  # slots: the first planned event of each part of an hour
    "stations": STATION, "groups": GROUP, "pairs": PAIR, "choices": CHOICE, "laws": LAW, "numbers": np.float64,
    "weekdays": np.int64, "streams": STREAM, "given": GIVEN, "present": PRESENT, "offers": np.int32, "log": TRANSITION,
}  # fmt: skip
"""Arrays of one dimension, by name."""

TABLES = {
    "pair_of": np.int32, "lines": LINE, "care": CARE, "capacity": np.int64, "rates": np.float64, "chance": np.float64,
    "first": np.int64, "given_lengths": np.float64, "delays": np.float64, "daily": np.float64,
}  # fmt: skip
"""Arrays of two dimensions: pair_of [station, station], lines [station, rank], care [group, station], capacity [day, station],
rates, chance and first [hour, stream], given_lengths [given person, visit], delays [group, station], daily [day, series]."""

CORE = np.dtype(
    [
        *CLOCK_FIELDS,
        *((f"{name}_{what}", "i8") for name in ARRAYS for what in ("at", "size")),
        *((f"{name}_{what}", "i8") for name in TABLES for what in ("at", "size", "width")),
    ],
    align=True,
)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class World:
    """Everything that one replication reads and writes: `arrays` by name, and `core`, the one record that the kernel is handed.

    The core holds the clock and where each array lies; the arrays live as long as this does.
    """

    core: NDArray
    arrays: Mapping[str, NDArray]
