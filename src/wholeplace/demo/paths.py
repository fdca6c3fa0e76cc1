"""What is planted of people's paths through hospital, told in truth.json under `flow`, so that a fitted model can be held against it.

    "flow": {
      "a_and_e": {"hours", "weekdays", "months": factors with mean 1, "busy_days": standard deviation of a day's own factor},
      "emergency_weekdays": of first admissions without a last illness or a care home place,
      "time_to_ready": [{"came_as", "pathway", "mean", "mean_made", "people"}, ... and "median", "sigma" where one law holds for all],
      "delay": [{"pathway", "chance", "mean"}: of people ready from `since` on],
      "rehab": {"mean", "sd", "step_down"},
      "late_care": {"odds_ratio", "people"}
    }

`time_to_ready`: whole nights from admission to ready, of stays with a night that began in the window: the mean that the laws of
the people admitted come to, and the mean of the stays that were made: chance, death and the next stay cut some. `late_care`: home
care planned to start more than 2 days after leaving hospital by pathway 1 against sooner: odds of an emergency admission on days 3
to 29 of those not back before, everybody known and nobody's plan undone by the return.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np
from scipy import special

from wholeplace.demo.days import END, FIRST
from wholeplace.demo.hospital import NONE, Dice, Kind, Stays, is_late
from wholeplace.demo.layout import Layout
from wholeplace.demo.ledger import Ledger
from wholeplace.demo.rates import number, numbers, words

_NAMES = ((Kind.EMERGENCY, "emergency"), (Kind.ELECTIVE, "planned"))
_LONGEST = 2000


def count_paths(dice: Dice, stays: Stays, ledger: Ledger) -> None:
    """Add to the ledger what the stays of one block are planted to come to."""
    for kind, name in _NAMES:
        for pathway in range(4):
            own = (stays.kind == kind) & (stays.pathway == pathway) & (stays.ready > stays.starts) & (stays.starts >= FIRST) & ~stays.died
            rows = np.flatnonzero(own)
            ledger.planted[f"{name} {pathway} people"] += len(rows)
            ledger.planted[f"{name} {pathway} nights"] += float(_expected_nights(dice, stays.take(rows), pathway).sum())
            ledger.planted[f"{name} {pathway} nights made"] += float((stays.ready - stays.starts)[rows].sum())
    _count_returns(stays, ledger)


def _expected_nights(dice: Dice, stays: Stays, pathway: int) -> np.ndarray:
    """The mean of each stay's law of nights to ready."""
    if pathway == 3:
        return np.full(len(stays), _mean_nights(*numbers("care.before_care_home")))
    if len(stays) and stays.kind[0] == Kind.ELECTIVE:
        return np.full(len(stays), _mean_nights(*numbers("hospital.elective_nights")))
    means = np.array([_mean_nights(median, number("hospital.nights_spread")) for median in numbers("hospital.nights_median_by_band")])
    return means[dice.people.band(stays.person, stays.starts)]


@cache
def _mean_nights(median: float, spread: float) -> float:
    """Mean of max(1, round(lognormal))."""
    edges = np.arange(1, _LONGEST) + 0.5
    return float(1 + special.ndtr((np.log(median) - np.log(edges)) / spread).sum())


def _count_returns(stays: Stays, ledger: Ledger) -> None:
    """Pathway 1 after an emergency: late or not, not back by the end of day 2, back on days 3 to 29 or not."""
    back = days_to_next_emergency(stays)
    own = (stays.pathway == 1) & (stays.kind == Kind.EMERGENCY) & ~stays.died & (stays.ends >= FIRST) & (stays.ends < END - 30)
    for late, word in ((is_late(stays), "late"), (~is_late(stays), "in time")):
        waiting = own & late & ((back == NONE) | (back > 2))
        ledger.planted[f"{word} people"] += int(waiting.sum())
        ledger.planted[f"{word} back"] += int((waiting & (back > 2) & (back < 30)).sum())


def days_to_next_emergency(stays: Stays) -> np.ndarray:
    """Days from each stay's end to the person's next stay, day cases stepped over, where that is an emergency; else NONE."""
    beds = np.flatnonzero(stays.kind != Kind.DAY_CASE)
    following = np.full(len(stays), NONE)
    same = stays.person[beds[1:]] == stays.person[beds[:-1]]
    first, then = beds[:-1][same], beds[1:][same]
    emergency = stays.kind[then] == Kind.EMERGENCY
    following[first[emergency]] = (stays.starts[then] - stays.ends[first])[emergency]
    return following


def told_of_paths(layout: Layout, planted: Mapping[str, float]) -> dict[str, object]:
    """The `flow` of truth.json."""
    on = float(layout.plant)
    chance = numbers("hospital.delay_chance") * (1 + on * (number("planted.delay_chance") - 1))
    more = numbers("hospital.delay_more_days") * (1 + on * (number("planted.delay_more_days") - 1))
    mean, sd = numbers("rehab.days")
    return {
        "a_and_e": {
            "hours": _factors("emergency.hours"), "weekdays": _factors("emergency.weekday"), "months": _factors("emergency.season"),
            "busy_days": number("emergency.busy_days"),
        },
        "emergency_weekdays": _factors("hospital.emergency_weekday"),
        "time_to_ready": [_ready(name, pathway, planted) for _, name in _NAMES for pathway in range(4)],
        "delay": [
            {"pathway": n, "since": words("planted.onset")[0], "chance": float(chance[n]), "mean": float(chance[n] * (1 + more[n]))}
            for n in range(4)
        ],
        "rehab": {"mean": float(mean), "sd": float(sd), "step_down": number("rehab.step_down")},
        "late_care": _late(planted),
    }  # fmt: skip


def _factors(name: str) -> list[float]:
    values = numbers(name)
    return [float(value) for value in values / values.mean()]


def _ready(name: str, pathway: int, planted: Mapping[str, float]) -> dict[str, object]:
    people = planted.get(f"{name} {pathway} people", 0.0)
    mean = planted[f"{name} {pathway} nights"] / people if people else None
    made = planted[f"{name} {pathway} nights made"] / people if people else None
    told: dict[str, object] = {"came_as": name, "pathway": pathway, "people": int(people), "mean": mean, "mean_made": made}
    law = "care.before_care_home" if pathway == 3 else "hospital.elective_nights" if name == "planned" else ""
    return told | ({"median": float(numbers(law)[0]), "sigma": float(numbers(law)[1])} if law else {})


def _late(planted: Mapping[str, float]) -> dict[str, object]:
    late, late_back, soon, soon_back = (planted.get(name, 0.0) for name in ("late people", "late back", "in time people", "in time back"))
    if min(late_back, soon_back, late - late_back, soon - soon_back) <= 0:
        return {"odds_ratio": None, "people": int(late + soon)}
    return {"odds_ratio": late_back / (late - late_back) / (soon_back / (soon - soon_back)), "people": int(late + soon)}
