"""Whom a request is about: found, or taken down where nobody knew them yet. Nothing about them is told but what was sent."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wholeplace.service.access import Doing, What
from wholeplace.service.fhir.bundle import PersonTold
from wholeplace.service.fhir.outcome import refused
from wholeplace.service.fhir.searching import PersonSearch
from wholeplace.terms import DataProblem
from wholeplace.web.fhir.asking import Asked
from wholeplace.web.fhir.refusing import of_a_person

if TYPE_CHECKING:
    from wholeplace.service.records.persons.models import Person

GP_PRACTICE = "gp-practice"
"""The type of organisation of a practice's key (code system GPConnect-OrganisationType-1)."""
NOBODY = "There is nobody of whom you may know by that reference or number. Send who they are in the message."


def person_meant(asked: Asked, told: PersonTold) -> "Person":
    """The person a message is about, taken down where it tells enough of them. Raises Refused."""
    from wholeplace.service.records.persons.finding import How, Told, find_or_make

    if not told.family_name and not told.given_name and told.birth_date is None:
        return _known(asked, told)
    if told.birth_date is None:
        raise refused("required", "Birth date: it is missing, or not a whole day. Ask for it.", "Patient.birthDate")
    said = Told(
        family_name=told.family_name, given_name=told.given_name, birth_date=told.birth_date, nhs_number=told.nhs_number,
        postcode=told.postcode, sex=told.sex, phone=told.phone[:40], registered_at=told.registered_at,
    )  # fmt: skip
    try:
        found = find_or_make(asked.act("person told of by a system"), said, proven=_has_their_record(asked))
    except DataProblem as problem:
        raise of_a_person(problem) from problem
    if found.person is None:
        words = {
            How.SEVERAL: "Several people fit what was sent. Send the NHS number, too.",
            How.OTHER_NUMBER: "The NHS number and the rest of what was sent belong to different people, as far as we know.",
        }
        raise refused("unprocessable", words.get(found.how, "We cannot say who is meant."), "Patient")
    return found.person


def may(asked: Asked, person: str, what: What, doing: Doing) -> bool:
    """Does the table of rules let this system? Asked once for each thing, and noted whatever the answer is."""
    from wholeplace.service.records.access.audit import Refused, look

    try:
        look(asked.asker, person, what, doing=doing)
    except Refused:
        return False
    return True


def found_by(asked: Asked, search: PersonSearch, what: What) -> Sequence["Person"]:
    """Those who fit a search and of whom this system may read `what`. The search is noted, and each whom it found."""
    from wholeplace.service.records.access.audit import look_at_each, searched

    fitting = _fitting(search)
    verdicts = look_at_each(asked.asker, [one.reference for one in fitting], what)
    fields = ("NHS number",) if search.nhs_number else ("name", "birth date", "postcode")
    searched(asked.asker, by=fields, found={name: verdict.allowed for name, verdict in verdicts.items()}, what=what)
    return [one for one in fitting if verdicts[one.reference].allowed]


def found_again(asked: Asked, references: Sequence[str], what: What) -> Sequence["Person"]:
    """Those whom an earlier page of a search found and of whom this system may still read `what`. Each look is noted."""
    from wholeplace.service.records.access.audit import look_at_each
    from wholeplace.service.records.persons.finding import as_joined
    from wholeplace.service.records.persons.models import Person

    known = as_joined(list(Person.objects.filter(pk__in=references).order_by("reference")))
    verdicts = look_at_each(asked.asker, [one.reference for one in known], what)
    return [one for one in known if verdicts[one.reference].allowed]


def _has_their_record(asked: Asked) -> bool:
    """A practice's own system has the record that the NHS number stands in; another system passes on what it was told."""
    return asked.key is not None and asked.key.type == GP_PRACTICE and asked.organisation == asked.key.organisation


def _known(asked: Asked, told: PersonTold) -> "Person":
    from wholeplace.service.records.persons.joining import person_of
    from wholeplace.service.records.persons.models import Person

    if not told.reference and not told.nhs_number:
        raise refused("required", "The Patient tells neither a name and birth date nor an NHS number.", "Patient")
    by = {"pk": person_of(told.reference)} if told.reference else {"nhs_number": told.nhs_number}
    found = Person.objects.filter(**by).first()
    if found is None or (told.reference and not may(asked, found.reference, What.BOOKINGS, Doing.READ)):
        raise refused("not-found", NOBODY)
    return found


def _fitting(search: PersonSearch) -> Sequence["Person"]:
    from wholeplace.service.records.persons.finding import as_joined, one_postcode, same_name
    from wholeplace.service.records.persons.models import Person

    if search.nhs_number:
        return list(Person.objects.filter(nhs_number=search.nhs_number))
    born = Person.objects.filter(birth_date=search.birth_date, postcode=one_postcode(search.postcode)).order_by("reference")
    said = {same_name(word) for word in search.name.split()}
    fitting = [one for one in born if said <= {same_name(word) for word in (*one.given_name.split(), *one.family_name.split())}]
    return as_joined(fitting)
