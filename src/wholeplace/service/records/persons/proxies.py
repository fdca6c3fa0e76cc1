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
PARENT = "parental responsibility"
BASES = (PARENT, "guardian appointed by a court", "power of attorney for health and welfare", "deputy of the Court of Protection")
"""On what somebody acts who was not let by the person: what staff may record, with what they saw."""
OF_AGE = 16
"""From this age a person consents to treatment themselves (Family Law Reform Act 1969, section 8). That a parent's or guardian's acting
ends on that birthday, and is then the person's own to give, is wholeplace's own rule."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProxyAsked:
    """Who should act for whom. `person` and `acts` are references; `relationship` in plain words, such as "daughter"."""

    person: str
    acts: str
    relationship: str
    scope: tuple[What, ...]
    until: date
    basis: str = CONSENT
    seen: str = ""


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
        basis=asked.basis, seen=asked.seen.strip(), scope=[part.value for part in asked.scope], given_on=day, until=asked.until,
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
    return [*found, *_without_consent(asked)]


def of_age_on(born: date) -> date:
    """The sixteenth birthday: for who was born on 29 February, 1 March of that year where it has no such day."""
    year = born.year + OF_AGE
    return date(year, 3, 1) if (born.month, born.day) == (2, 29) and year % 4 else born.replace(year=year)


def _without_consent(asked: ProxyAsked) -> list[Problem]:
    """What is wrong where the person did not let them act themselves."""
    from wholeplace.service.records.persons.models import Person

    if asked.basis == CONSENT:
        return []
    found = []
    if asked.basis not in BASES or not asked.seen.strip():
        found.append(
            Problem(
                where="Basis", what="It is none that we know, or nothing was seen that proves it.", why="Nobody acts on their own word.",
                fix="Choose one, and say what you saw.",
            )
        )  # fmt: skip
    born = Person.objects.filter(pk=asked.person).values_list("birth_date", flat=True).first()
    if born and asked.basis in BASES[:2] and asked.until > of_age_on(born):
        found.append(
            Problem(
                where="Until", what="It ends after the person is 16.", why="From 16 they decide themselves.",
                fix="Give their sixteenth birthday or an earlier day. From then on they may let somebody act themselves.",
            )
        )  # fmt: skip
    return found
