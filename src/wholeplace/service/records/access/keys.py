"""Keys of other systems: given, listed, ended, and looked at with each request. Only a hash of a key is kept."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest

from django.db import connection

from wholeplace.ledger.records import Act
from wholeplace.service.records.access.models import SystemKey
from wholeplace.service.records.turns import in_turn
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

MAY = ("search", "book", "refer")
"""What a key may open: looking for slots, booking and reading bookings, referring and reading referrals."""
INTERFACES = ("bars", "fhir")
CODE = re.compile(r"[A-Z0-9]{2,20}")
REFERENCE = re.compile(r"key-[0-9a-f]{12}")
PREFIX = "wp"
"""Every key begins so, that it is known for one wherever it was left lying."""

_VERSION = f"SELECT version FROM {SystemKey._meta.db_table} WHERE reference = %s"


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyAsked:
    """A key that a system should have. Every field as typed, so any word may be wrong. `until`: the first day on which it is none."""

    name: str
    organisation: str
    may: tuple[str, ...]
    acts_for: tuple[str, ...] = ()
    type: str = ""
    interface: str = "bars"
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyGiven:
    """A new key. `key` is shown once and kept nowhere; `reference` names it for ending."""

    reference: str
    key: str


def problems_of(asked: KeyAsked) -> list[Problem]:
    """Everything that is wrong with a key before it is given."""
    problems = [_unknown("May", word, MAY) for word in asked.may if word not in MAY]
    if asked.interface not in INTERFACES:
        problems.append(_unknown("Interface", asked.interface, INTERFACES))
    if not asked.may:
        problems.append(
            Problem(where="May", what="It is empty.", why="The key would open nothing.", fix=f"Give one or more of {', '.join(MAY)}.")
        )
    for code in (asked.organisation, *asked.acts_for):
        if not CODE.fullmatch(code):
            fix = "Use its code, such as P81001."
            problems.append(Problem(where="Organisation", what=f'"{code}" is no code.', why="Systems name organisations by code.", fix=fix))
    if not asked.name.strip():
        problems.append(Problem(where="Name", what="It is missing.", why="Keys are told apart by it.", fix="Name the system."))
    if asked.until is not None and asked.until <= asked.since:
        problems.append(
            Problem(where="Until", what="It ends before it begins.", why="The key would never open anything.", fix="Give a later day.")
        )
    return problems


def give_key(act: Act, asked: KeyAsked) -> KeyGiven:
    """A new key. Raises DataProblem with everything that is wrong with it."""
    from wholeplace.ledger.records.keeping import keep

    problems = problems_of(asked)
    if problems:
        raise DataProblem("No key was given", problems)
    reference, secret = f"key-{secrets.token_hex(6)}", secrets.token_urlsafe(32)
    record = SystemKey(
        reference=reference, name=asked.name.strip(), organisation=asked.organisation, acts_for=sorted(set(asked.acts_for)),
        type=asked.type, may=sorted(set(asked.may)), interface=asked.interface, digest=_digest(secret), since=asked.since,
        until=asked.until,
    )  # fmt: skip
    in_turn(lambda: keep(record, act))
    return KeyGiven(reference=reference, key=f"{PREFIX}.{reference}.{secret}")


def end_key(act: Act, reference: str, until: date) -> SystemKey:
    """The key opens nothing from the day `until` on. Raises DataProblem where there is no such key."""
    from wholeplace.ledger.records.keeping import keep

    record = SystemKey.objects.filter(pk=reference).first()
    if record is None:
        known = list(SystemKey.objects.values_list("reference", flat=True))
        raise DataProblem("Nothing was changed", [_unknown("Key", reference, known)])
    record.until = max(until, record.since)
    in_turn(lambda: keep(record, act))
    return record


def every_key() -> Sequence[SystemKey]:
    """Every key that was ever given, by organisation and name."""
    return list(SystemKey.objects.order_by("organisation", "name", "reference"))


def key_behind(text: str, day: date) -> SystemKey | None:
    """The key that a system sent, if it is one and stands on that day."""
    prefix, _, rest = text.partition(".")
    reference, _, secret = rest.partition(".")
    record = _key(reference) if prefix == PREFIX and REFERENCE.fullmatch(reference) else None
    if record is None or not compare_digest(record.digest, _digest(secret)):
        return None
    return record if record.since <= day and (record.until is None or day < record.until) else None


def _key(reference: str) -> SystemKey | None:
    """The key as it stands. Asked for with every request: only its version is read, and the rest where that has changed."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [reference])
        found = cursor.fetchone()
    return None if found is None else _key_at(reference, found[0])


@lru_cache(maxsize=256)
def _key_at(reference: str, version: int) -> SystemKey | None:
    """One version of a key, which never changes. None where the next one was kept just now."""
    return SystemKey.objects.filter(pk=reference, version=version).first()


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _unknown(where: str, word: str, known: Sequence[str]) -> Problem:
    fix = did_you_mean(word, known) or (f"Known: {', '.join(known)}." if known else "None was given yet.")
    return Problem(where=where, what=f'"{word}" is not known.', why="Only what is known can be given or ended.", fix=fix)
