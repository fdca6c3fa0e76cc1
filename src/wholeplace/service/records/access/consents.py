"""Give and withdraw consent, object, and break the glass. Each is a record of its own, kept with its entry in the log."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.service.access import Objection as Against
from wholeplace.service.access import What
from wholeplace.service.records.access.models import Consent, GlassBroken, Objection
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.service.records.access.facts import Asker

LONGEST = timedelta(days=366)
"""A consent stands a year at most: whoever needs it longer asks again."""
GLASS_LASTS = timedelta(hours=1)
"""How long a record stays open to whoever gave a reason."""
A_REASON = 10
"""Letters that a reason has at least."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentAsked:
    """What a person agrees to. `until`: the first day on which it does not stand. `given_by`: the reference of the person, or of who
    acts for them; `how`: in plain words."""

    person: str
    organisation: str
    referral: str
    what: tuple[What, ...]
    until: date
    given_by: str
    how: str


def give_consent(act: Act, asked: ConsentAsked) -> Consent:
    """Keep a consent. Raises DataProblem with everything that is wrong: no organisation, no referral, nothing named, no or a late end."""
    day = act.at.date()
    problems = list(_problems(asked, day))
    if problems:
        raise DataProblem("This consent was not kept", problems)
    consent = Consent(
        reference=f"consent-{secrets.token_hex(8)}", person=asked.person, organisation=asked.organisation, referral=asked.referral,
        what=[part.value for part in asked.what], given_by=asked.given_by, written_by=act.account, how=asked.how, given_on=day,
        until=asked.until,
    )  # fmt: skip
    in_turn(lambda: keep(consent, act))
    return consent


def withdraw_consent(act: Act, consent: Consent, *, because: str = "") -> None:
    """It does not stand from now on. What was shared before stays where it is; nothing more is shared."""
    consent.withdrawn_on, consent.withdrawn_because = act.at.date(), because
    in_turn(lambda: keep(consent, act))


def consents_of(person: str, organisation: str = "", referral: str = "", *, day: date | None = None) -> Sequence[Consent]:
    """Consents of a person, the newest first; with `organisation` and `referral` only theirs, with `day` only those that stand on it."""
    found = Consent.objects.filter(person=person).order_by("-given_on", "reference")
    found = found.filter(organisation=organisation) if organisation else found
    found = found.filter(referral=referral) if referral else found
    if day is not None:
        found = found.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day), given_on__lte=day, until__gt=day)
    return list(found)


def object_to(act: Act, person: str, against: Against, *, organisation: str = "", how: str = "", made_by: str = "") -> Objection:
    """Keep an objection; one that stands already is given back as it is. Raises DataProblem where it names no organisation and must."""
    if (against is Against.ORGANISATION) != bool(organisation):
        problem = Problem(
            where="Organisation", what="It is missing, or not asked for.", why="Only an objection to one organisation names it.",
            fix="Choose the organisation, or leave it out.",
        )  # fmt: skip
        raise DataProblem("This objection was not kept", [problem])
    standing = [one for one in objections_of(person, day=act.at.date()) if (one.against, one.organisation) == (against.value, organisation)]
    if standing:
        return standing[0]
    objection = Objection(
        reference=f"objection-{secrets.token_hex(8)}", person=person, against=against.value, organisation=organisation,
        made_by=made_by or person, written_by=act.account, how=how, made_on=act.at.date(),
    )  # fmt: skip
    in_turn(lambda: keep(objection, act))
    return objection


def withdraw_objection(act: Act, objection: Objection) -> None:
    """The person does not object any more, from now on."""
    objection.withdrawn_on = act.at.date()
    in_turn(lambda: keep(objection, act))


def objections_of(person: str, *, day: date) -> Sequence[Objection]:
    """Objections of a person that stand on a day, the newest first."""
    found = Objection.objects.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day), person=person, made_on__lte=day)
    return list(found.order_by("-made_on", "reference"))


def break_glass(asker: "Asker", person: str, *, because: str) -> GlassBroken:
    """Write down why it cannot wait. The record is open to this account at this organisation for an hour, as far as the rules let a
    reason open it, and the person is told. Raises DataProblem where the reason says nothing."""
    if len(because.strip()) < A_REASON:
        problem = Problem(
            where="Reason", what="It says too little.", why="The person reads it, and it is asked about afterwards.",
            fix="Say in a sentence what happened and why it cannot wait.",
        )  # fmt: skip
        raise DataProblem("The record stays shut", [problem])
    broken = GlassBroken(
        reference=f"glass-{secrets.token_hex(8)}", person=person, account=asker.account, role=asker.role.value,
        organisation=asker.organisation, because=because.strip(), at=asker.at, until=asker.at + GLASS_LASTS,
    )  # fmt: skip
    act = Act(account=asker.account, acting_as=asker.role.value, event="glass broken", at=asker.at, why=because.strip())
    in_turn(lambda: keep(broken, act))
    return broken


def glass_of(person: str) -> Sequence[GlassBroken]:
    """Every time somebody broke the glass for a person, the last first."""
    return list(GlassBroken.objects.filter(person=person).order_by("-at"))


def seen(act: Act, broken: GlassBroken) -> None:
    """The person has seen the notice."""
    broken.seen_on = act.at.date()
    in_turn(lambda: keep(broken, act))


def _problems(asked: ConsentAsked, day: date) -> Sequence[Problem]:
    found = []
    if not asked.organisation or not asked.referral:
        found.append(
            Problem(where="Consent", what="It names no organisation or no referral.", why="A yes to everybody is none.", fix="Name both.")
        )
    if not asked.what:
        found.append(Problem(where="Consent", what="It names nothing.", why="Nobody would know what may be shared.", fix="Name the parts."))
    if not day < asked.until <= day + LONGEST:
        found.append(
            Problem(
                where="Until", what="It ends before it begins, or after more than a year.", why="A consent is for a time.",
                fix="Give a day within a year.",
            )
        )  # fmt: skip
    return found
