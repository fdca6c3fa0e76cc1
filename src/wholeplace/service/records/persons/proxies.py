"""Who may act for whom: given with the consent of the person, for named parts, and ended at any time by either."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from wholeplace.ledger.records import Act
from wholeplace.service.access import What
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Proxy

PARTS = (What.BOOKINGS, What.REFERRALS, What.ABOUT_ME, What.TRIAGE, What.DETAILS, What.CARE_TEAM, What.LOOKED_AT)
"""What somebody may be let do for another: what the table of rules opens to who acts for a person."""
LONGEST = timedelta(days=3 * 366)
"""Asked anew after three years at most (wholeplace's own rule)."""
CONSENT = "consent"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProxyAsked:
    """Who should act for whom. `person` and `acts` are references; `relationship` in plain words, such as "daughter"."""

    person: str
    acts: str
    relationship: str
    scope: tuple[What, ...]
    until: date
    basis: str = CONSENT


def let_act(act: Act, asked: ProxyAsked) -> "Proxy":
    """Keep that somebody may act for another. Raises DataProblem with everything that is wrong."""
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.service.records.persons.models import Proxy

    day = act.at.date()
    problems = _problems(asked, day)
    if any(one.acts == asked.acts for one in proxies_for(asked.person, day)):
        problems.append(
            Problem(where="Who acts", what="They may act already.", why="It is given once.", fix="End that first to give another.")
        )
    if problems:
        raise DataProblem("Nobody was let act", problems)
    proxy = Proxy(
        reference=f"proxy-{secrets.token_hex(8)}", person=asked.person, acts=asked.acts, relationship=asked.relationship.strip(),
        basis=asked.basis, scope=[part.value for part in asked.scope], given_on=day, until=asked.until,
    )  # fmt: skip
    in_turn(lambda: keep(proxy, act))
    return proxy


def end_acting(act: Act, proxy: "Proxy", *, because: str) -> None:
    """Nobody acts by it from now on."""
    from wholeplace.ledger.records.keeping import keep

    proxy.until, proxy.ended_because = act.at.date(), because
    in_turn(lambda: keep(proxy, act))


def proxies_for(person: str, day: date) -> "Sequence[Proxy]":
    """Those who may act for a person on a day."""
    from wholeplace.service.records.persons.models import Proxy

    found = Proxy.objects.filter(Q(until=None) | Q(until__gt=day), person=person, given_on__lte=day)
    return list(found.order_by("given_on", "reference"))


def _problems(asked: ProxyAsked, day: date) -> list[Problem]:
    found = []
    if asked.person == asked.acts:
        found.append(Problem(where="Who acts", what="That is the same person.", why="Everybody acts for themselves.", fix="Name another."))
    if not asked.scope or set(asked.scope) - set(PARTS):
        found.append(Problem(where="What they may do", what="Nothing, or more than may be given.", why="It must be said.", fix="Choose."))
    if not asked.relationship.strip():
        found.append(Problem(where="Who they are to you", what="It is missing.", why="It is on record.", fix="Say it, such as: daughter."))
    if not day < asked.until <= day + LONGEST:
        found.append(
            Problem(
                where="Until", what="It ends before it begins, or after more than three years.", why="It is asked anew in time.",
                fix="Give a day within three years.",
            )
        )  # fmt: skip
    return found
