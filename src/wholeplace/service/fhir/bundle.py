"""The resources of a message, found by what others call them; and the persons and organisations among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wholeplace.service.fhir.outcome import refused
from wholeplace.service.fhir.searching import NHS_NUMBER, ODS_CODE, is_nhs_number

URN = "urn:uuid:"

Resource = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonTold:
    """Somebody as a message tells of them. Empty: not told. `reference`: ours, where the message names it."""

    reference: str = ""
    nhs_number: str = ""
    family_name: str = ""
    given_name: str = ""
    birth_date: date | None = None
    sex: str = ""
    postcode: str = ""
    phone: str = ""
    registered_at: str = ""

    @property
    def says_who(self) -> bool:
        """Does it say who somebody is, in full or not? Else it names one of our persons at most."""
        return bool(self.family_name or self.given_name or self.birth_date)


class Parts:
    """The resources of a message, found by what others call them."""

    def __init__(self, bundle: Resource, contained: list[dict[str, Any]] | None = None) -> None:
        self.urls: dict[str, dict[str, Any]] = {f"#{one.get('id', '')}": one for one in contained or []}
        self.resources: list[dict[str, Any]] = []
        self.names: dict[int, str] = {}
        for entry in bundle["entry"]:
            resource = entry.get("resource")
            if resource is None:
                continue
            self.resources.append(resource)
            self.names[id(resource)] = entry.get("fullUrl", "")
            if "fullUrl" in entry:
                self.urls[entry["fullUrl"]] = resource
            if "id" in resource:
                self.urls.setdefault(f"{resource['resourceType']}/{resource['id']}", resource)

    def first(self, kind: str) -> dict[str, Any] | None:
        """The first resource of a type."""
        return next((one for one in self.resources if one["resourceType"] == kind), None)

    def at(self, reference: Resource | None) -> dict[str, Any] | None:
        """The resource that a Reference points to; None where it is not in the message."""
        text = (reference or {}).get("reference", "")
        return self.urls.get(text) or self.urls.get("/".join(text.split("/")[-2:]))

    def reference_of(self, resource: Resource | None) -> str:
        """What we call a resource: its id, or the GUID of its address where it has none (searches give both alike)."""
        if resource is None:
            return ""
        return resource.get("id") or guid(self.names.get(id(resource), ""))


def code_of(organisation: Resource | None) -> str:
    """The code of an organisation; empty where it says none."""
    listed = (organisation or {}).get("identifier", [])
    return next((code for one in listed if (code := identified(one))), "")


def identified(identifier: Resource) -> str:
    """The code in an identifier of an organisation; empty where it is of another system."""
    return identifier.get("value", "") if identifier.get("system", "").lower() == ODS_CODE.lower() else ""


def person_of(parts: Parts, patient: Resource) -> PersonTold:
    """Somebody as a Patient tells of them. Raises Refused where the NHS number is none."""
    names = patient.get("name", [])
    name = next((one for one in names if one.get("use") == "official"), names[0] if names else {})
    address = next(iter(patient.get("address", [])), {})
    phones = [one.get("value", "") for one in patient.get("telecom", []) if one.get("system") == "phone"]
    doctor = next(iter(patient.get("generalPractitioner", [])), {})
    return PersonTold(
        nhs_number=nhs_number_of(patient.get("identifier", [])),
        family_name=name.get("family", ""), given_name=" ".join(name.get("given", [])),
        birth_date=_day(patient.get("birthDate", "")), sex=patient.get("gender", ""), postcode=address.get("postalCode", ""),
        phone=next(iter(phones), ""), registered_at=code_of(parts.at(doctor)) or identified(doctor.get("identifier", {})),
    )  # fmt: skip


def nhs_number_of(identifiers: list[Resource]) -> str:
    """The NHS number among identifiers; empty where there is none. Raises Refused where it is none."""
    for one in identifiers:
        if one.get("system", "").lower() == NHS_NUMBER.lower() and one.get("value"):
            number = one["value"].replace(" ", "")
            if not is_nhs_number(number):
                raise refused("value", "The NHS number is not one: ten digits, the last of which checks the others.", "Patient.identifier")
            return number
    return ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == len("2000-01-01") else None


def guid(url: str) -> str:
    """The GUID of an address of a resource, or the last part of it."""
    return url.removeprefix(URN) if url.startswith(URN) else last(url)


def last(reference: str) -> str:
    """The id in a reference."""
    return reference.rpartition("/")[2].removeprefix(URN)
