"""Rows of an export for planning: no name, no number, no free text; of a birth date the year, of a postcode the first half.

Ids are made from the references by a key that lasts for one export, so that rows of one export belong together and two exports do not.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wholeplace.service.fhir.searching import ODS_CODE
from wholeplace.service.fhir.writing import instant

GENDERS = ("male", "female", "other", "unknown")


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids of one export."""

    key: bytes

    def of(self, reference: str) -> str:
        """The id that stands for a reference in this export."""
        return hmac.new(self.key, reference.encode(), "sha256").hexdigest()[:32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Booked:
    """An appointment as an export knows it."""

    reference: str
    person: str
    organisation: str
    status: str
    kind: str
    created: datetime
    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Referred:
    """A referral as an export knows it. `status`: of FHIR. `needs`: words of the place's own list."""

    reference: str
    person: str
    organisation: str
    made_by: str
    status: str
    needs: tuple[str, ...]
    made_at: datetime


def patient(ids: Ids, *, reference: str, sex: str, birth_date: date, postcode: str) -> dict[str, Any]:
    """A person: sex, year of birth, first half of the postcode."""
    told: dict[str, Any] = {"resourceType": "Patient", "id": ids.of(reference), "birthDate": f"{birth_date.year:04d}"}
    told |= {"gender": sex} if sex in GENDERS else {}
    outward = postcode.split(" ")[0] if " " in postcode else ""
    return told | ({"address": [{"postalCode": outward}]} if outward else {})


def appointment(ids: Ids, one: Booked) -> dict[str, Any]:
    """An appointment, without what anybody wrote about it."""
    told: dict[str, Any] = {
        "resourceType": "Appointment", "id": ids.of(one.reference), "status": one.status, "start": instant(one.start),
        "end": instant(one.end), "created": instant(one.created),
        "participant": [
            {"actor": {"reference": f"Patient/{ids.of(one.person)}"}, "status": "accepted"},
            {"actor": {"identifier": {"system": ODS_CODE, "value": one.organisation}}, "status": "accepted"},
        ],
    }  # fmt: skip
    return told | ({"serviceType": [{"text": one.kind}]} if one.kind else {})


def service_request(ids: Ids, one: Referred) -> dict[str, Any]:
    """A referral, with its needs by the list and without its reason in words."""
    told: dict[str, Any] = {
        "resourceType": "ServiceRequest", "id": ids.of(one.reference), "status": one.status, "intent": "order",
        "subject": {"reference": f"Patient/{ids.of(one.person)}"}, "authoredOn": instant(one.made_at),
        "requester": {"identifier": {"system": ODS_CODE, "value": one.made_by}},
        "performer": [{"identifier": {"system": ODS_CODE, "value": one.organisation}}],
    }  # fmt: skip
    return told | ({"reasonCode": [{"text": need} for need in one.needs]} if one.needs else {})
