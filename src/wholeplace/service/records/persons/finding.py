"""Find a person, or make one: by NHS number, else by family name, first name, birth date and postcode exactly as given.

Nobody is joined by likeness here. Where several fit, or what is told does not go with what is known, a person decides.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import connection

from wholeplace.ledger.records import Act
from wholeplace.service.records.turns import alone_with, in_turn
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Person

_WEIGHTS = range(10, 1, -1)
"""Of the first nine digits of an NHS number (NHS Data Dictionary, NHS number: Modulus 11)."""
UNPROVEN = ("P0", "P5")
"""Ways of signing in that do not prove to the full who somebody is."""
_NUMBER = re.compile(r"[0-9]{10}")


class How(StrEnum):
    """How somebody was found."""

    NUMBER = "by NHS number"
    EXACTLY = "by name, birth date and postcode"
    NUMBERED = "by name, birth date and postcode, and now with the NHS number that was proven"
    MADE = "made"
    SEVERAL = "several fit"
    OTHER_NUMBER = "somebody else has that NHS number, or they have another"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """Who somebody is, as they or a message said. Anything but the names and the birth date may be missing (empty)."""

    family_name: str
    given_name: str
    birth_date: date
    nhs_number: str = ""
    postcode: str = ""
    sex: str = ""
    phone: str = ""
    registered_at: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The person, or None where somebody must decide between `several` (references)."""

    person: "Person | None"
    how: How
    several: tuple[str, ...] = ()


def nhs_number_holds(number: str) -> bool:
    """Ten digits, the last of which is right for the first nine (Modulus 11; where that gives 10, the number is not used)."""
    if not _NUMBER.fullmatch(number):
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return check % 11 == int(number[9]) if check != 10 else False


def one_number(text: str) -> str:
    """An NHS number as people write it, without its spaces and hyphens. It need not hold."""
    return re.sub(r"[\s-]", "", text)


def one_postcode(text: str) -> str:
    """A postcode in capitals with one space before its last three signs; what is none comes back in capitals."""
    bare = re.sub(r"\s", "", text).upper()
    return f"{bare[:-3]} {bare[-3:]}" if 5 <= len(bare) <= 7 else bare


def same_name(text: str) -> str:
    """A name for comparing: without accents, case, spaces, hyphens and apostrophes."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return re.sub(r"[\s'’.-]", "", plain)


def find_or_make(act: Act, told: Told, *, proven: bool = False) -> Found:
    """The person who is meant, made where there is none yet. It shows nothing that was not told: give its reference on, no more.

    `proven`: somebody saw that the NHS number is theirs (NHS login at P9, a practice's system, staff with the record before them). A
    person who is known without one, and whose name, birth date and postcode agree, then gains it.
    Raises DataProblem where the NHS number does not hold, or something is missing. Never joins: `How.SEVERAL` and `How.OTHER_NUMBER`
    come without a person, and somebody decides.
    """
    problems = problems_of(told)
    if problems:
        raise DataProblem("This person was not taken down", problems)
    # Most are known: outside a job they are found without a turn.
    known = None if connection.in_atomic_block else _find(told)
    found = known or _alone(lambda: _found_or_made(act, told))
    if proven and told.nhs_number and found.how is How.EXACTLY and found.person is not None:
        return Found(person=found.person, how=How.NUMBERED) if gain_number(act, found.person.reference, told) else found
    return found


def gain_number(act: Act, person: str, told: Told) -> bool:
    """Give a person who has none the NHS number that was proven to be theirs. False, and nothing is done, where they have one, somebody
    else has this one, or the name or the birth date as we know them are not the same. The postcode is the caller's matter."""
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.service.records.persons.models import Person

    def gain() -> bool:
        alone_with(person, *_told_apart_by(told))
        record = Person.objects.filter(pk=person, nhs_number="", birth_date=told.birth_date).first()
        if record is None or not told.nhs_number or Person.objects.filter(nhs_number=told.nhs_number).exists():
            return False
        if (same_name(record.family_name), same_name(record.given_name)) != (same_name(told.family_name), same_name(told.given_name)):
            return False
        record.nhs_number = told.nhs_number
        keep(record, replace(act, event="NHS number proven"))
        return True

    return in_turn(gain)


def make_apart(act: Act, told: Told) -> "Person":
    """A person of their own for somebody who did not prove who they are, whoever else has that name. Without an NHS number. Raises
    DataProblem where something is missing."""
    problems = problems_of(told)
    if problems:
        raise DataProblem("This was not taken down", problems)
    return in_turn(lambda: _make(act, replace(told, nhs_number="")))


def find(told: Told) -> Found | None:
    """As `find_or_make`, and None where it would make somebody."""
    return _find(told)


def problems_of(told: Told) -> list[Problem]:
    """Everything that is missing or wrong in what was told. Never a value of a person in it."""
    problems = []
    for where, value in (("Family name", told.family_name), ("First name", told.given_name)):
        if not value.strip():
            problems.append(Problem(where=where, what="It is missing.", why="Nobody is found without it.", fix="Ask for it."))
    if told.nhs_number and not nhs_number_holds(told.nhs_number):
        problems.append(
            Problem(
                where="NHS number", what="It is not one.", why="An NHS number has ten digits, and its last one proves the others.",
                fix="Compare it with a letter of the NHS, or leave it out.",
            )
        )  # fmt: skip
    return problems


def _find(told: Told) -> Found | None:
    from wholeplace.service.records.persons.models import Person

    by_number: Person | None = Person.objects.filter(nhs_number=told.nhs_number).first() if told.nhs_number else None
    if by_number is not None:
        agrees = by_number.birth_date == told.birth_date
        return Found(person=by_number if agrees else None, how=How.NUMBER if agrees else How.OTHER_NUMBER, several=(by_number.reference,))
    same = as_joined(_exactly(told))
    others = [one for one in same if told.nhs_number and one.nhs_number]
    if others:
        return Found(person=None, how=How.OTHER_NUMBER, several=tuple(one.reference for one in others))
    if len(same) > 1:
        return Found(person=None, how=How.SEVERAL, several=tuple(one.reference for one in same))
    return Found(person=same[0], how=How.EXACTLY) if same else None


def as_joined(found: "Sequence[Person]") -> "Sequence[Person]":
    """Each person once, where somebody said that several records are one."""
    from wholeplace.service.records.persons.models import Person, SamePerson

    if not found:
        return ()
    joined = dict(SamePerson.objects.filter(other__in=[one.reference for one in found], undone_on=None).values_list("other", "person"))
    if not joined:
        return found
    return list(Person.objects.filter(pk__in={joined.get(one.reference, one.reference) for one in found}).order_by("reference"))


def _alone(job: Callable[[], Found]) -> Found:
    """In a turn; inside a job as part of it, without a savepoint: where it fails, the job does."""
    return job() if connection.in_atomic_block else in_turn(job)


def _found_or_made(act: Act, told: Told) -> Found:
    """Looked for while nobody else can make anybody like them: two messages about the same stranger make one person."""
    alone_with(*_told_apart_by(told))
    return _find(told) or Found(person=_make(act, told), how=How.MADE)


def _told_apart_by(told: Told) -> Sequence[str]:
    """Whoever is the same person as the one who is told of shares one of these."""
    number = [f"NHS number {told.nhs_number}"] if told.nhs_number else []
    return [*number, f"born {told.birth_date.isoformat()}, {one_postcode(told.postcode)}"]


def _exactly(told: Told) -> "Sequence[Person]":
    from wholeplace.service.records.persons.models import Person, Resident

    fitting = _fitting(told)
    if not fitting:
        return ()
    # Whoever typed another's name without proving it must never be taken for them.
    unproven = Resident.objects.filter(proven__in=UNPROVEN, until=None, person__in=fitting).values("person")
    return list(Person.objects.filter(pk__in=fitting).exclude(nhs_number="", pk__in=unproven).order_by("reference"))


def _fitting(told: Told) -> "Sequence[str]":
    """Those who have that name, birth date and postcode. Nobody has, most often: so only names are read."""
    from wholeplace.service.records.persons.models import Person

    if not told.postcode:
        return ()
    names = (same_name(told.family_name), same_name(told.given_name))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT reference, family_name, given_name FROM {Person._meta.db_table} WHERE birth_date = %s AND postcode = %s",
            [connection.ops.adapt_datefield_value(told.birth_date), one_postcode(told.postcode)],
        )
        born = cursor.fetchall()
    return [reference for reference, family, given in born if (same_name(family), same_name(given)) == names]


def _make(act: Act, told: Told) -> "Person":
    from wholeplace.ledger.records.keeping import keep
    from wholeplace.service.records.persons.models import Person

    person = Person(
        reference=f"p-{secrets.token_hex(12)}", nhs_number=told.nhs_number, family_name=told.family_name.strip(),
        given_name=told.given_name.strip(), birth_date=told.birth_date, sex=told.sex, postcode=one_postcode(told.postcode),
        phone=told.phone.strip(), registered_at=told.registered_at, needs=list(told.needs),
    )  # fmt: skip
    keep(person, act)
    return person
