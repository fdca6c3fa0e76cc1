"""What rules may ask of a matter: each fact by its words, and how it is answered."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from wholeplace.agreement.subsidiarity.shapes import Limits, Matter

RECONFIGURATION_SINCE = date(2024, 1, 31)
"""SI 2024/16: from this day on the Secretary of State is notified, and councils no longer refer."""

FACTS: Mapping[str, Callable[[Matter, Limits, Collection[str]], bool]] = {
    "the law gives it to the health and wellbeing board": lambda matter, limits, _: matter.kind in limits.for_wellbeing_boards,
    "partners agreed that the system decides it": lambda matter, limits, _: matter.kind in limits.for_the_system,
    "a system test is met": lambda matter, _, tests: any(name in tests and reason.strip() for name, reason in matter.tests.items()),
    "it touches more than one place": lambda matter, *_: len(matter.places) > 1,
    "it touches more than one council": lambda matter, *_: len(matter.councils) > 1,
    "it stays within one neighbourhood": lambda matter, *_: len(matter.neighbourhoods) == 1 and len(matter.places) == 1,
    "the sum is within the neighbourhood's limit": lambda matter, limits, _: matter.money.pence <= limits.neighbourhood.pence,
    "the sum is significant for the council": lambda matter, limits, _: matter.money.pence >= limits.significant.pence,
    "it affects communities in two wards or more": lambda matter, *_: len(matter.wards) > 1,
    "it is a substantial change of a service": lambda matter, *_: matter.substantial_change,
    "people must be admitted for it": lambda matter, *_: matter.bed_based,
    "it changes what people are offered": lambda matter, *_: matter.changes_offer or matter.substantial_change,
    "a council executive decides": lambda matter, *_: "council" in matter.decided_by,
    "an NHS body decides": lambda matter, *_: "NHS" in matter.decided_by,
    "a part of it would be private": lambda matter, *_: matter.private_part,
    "it pools money": lambda matter, *_: matter.pools_money,
    "it sets a priority": lambda matter, *_: matter.sets_priority,
    "it is on or after 31 January 2024": lambda matter, *_: matter.on >= RECONFIGURATION_SINCE,
}

THE_SYSTEM_DECIDES = "the system decides"
"""A fact that only duties may ask: it is known once the level is."""

SETTLED_ELSEWHERE = ("the law gives it to the health and wellbeing board", "partners agreed that the system decides it")
"""Facts that nobody changes by describing a matter otherwise."""
