"""Headers of a request: who sends it, for whom, to which service, and in which form the answer is wanted.

Systems of the Booking and Referral Standard must send them all; plain FHIR clients need none, and what they do send must be right.
"""

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wholeplace.service.fhir.outcome import Issue, Refused, check, refused

ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
VERSION = re.compile(r"1(\.\d{1,3}){0,2}(-[a-z]{1,10})?")
"""Versions of the standard's core that we speak: 1, and every part of it."""
FHIR_VERSION = re.compile(r"4\.0(\.\d)?")
ECHOED = ("X-Request-Id", "X-Correlation-Id")
JSON_TYPES = ("application/fhir+json", "application/json", "text/json", "application/json+fhir", "json")
ANY_TYPE = ("*/*", "application/*")
PATCH_TYPES = ("application/json-patch+json", "application/merge-patch+json")
LONGEST = 8_000
"""Letters of one encoded header, at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What the headers of a request say. Empty: not sent. `organisation`: code of the end user's organisation; `software`: the
    identifier of what sends; `practitioner_role`: the code of the role of whoever uses it; `target`: the service it is for."""

    request_id: str = ""
    correlation_id: str = ""
    organisation: str = ""
    software: str = ""
    practitioner_role: str = ""
    target: str = ""


def echoed(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that every answer gives back: only those that are GUIDs, for anything else could say anything."""
    return {name: headers[name] for name in ECHOED if GUID.fullmatch(headers.get(name, ""))}


def read_headers(headers: Mapping[str, str], *, all_needed: bool) -> Sent:
    """What the headers say. `all_needed`: the sender keeps to the Booking and Referral Standard. Raises Refused with all that is wrong."""
    issues: list[Issue] = []
    for name in ECHOED:
        if name in headers and not GUID.fullmatch(headers[name]):
            issues.append(Issue(kind="value", words=f"The header {name} is a GUID, such as c1ab3fba-6bae-4ba4-b257-5a87c44d4a91."))
    needed = (*ECHOED, "NHSD-End-User-Organisation", "NHSD-Requesting-Software", "NHSD-Target-Identifier")
    issues += [Issue(kind="required", words=f"The header {name} is missing.") for name in needed if all_needed and name not in headers]
    read = {name: _encoded(headers, name, told, issues) for name, told in _ENCODED.items()}
    check(issues)
    return Sent(
        request_id=headers.get("X-Request-Id", "").lower(),
        correlation_id=headers.get("X-Correlation-Id", "").lower(),
        organisation=read["NHSD-End-User-Organisation"],
        software=read["NHSD-Requesting-Software"],
        practitioner_role=read["NHSD-Requesting-Practitioner"],
        target=read["NHSD-Target-Identifier"],
    )


def read_accept(accept: str, wanted_format: str) -> None:
    """Refuses (406) whoever wants anything but FHIR R4 as JSON, in a version of the standard that we speak.

    `accept`: the header, empty for anything. `wanted_format`: the parameter _format, which goes before it.
    """
    wanted = wanted_format.replace(" ", "+") or accept.strip() or "*/*"  # a plus sign in an address is read as a space
    answers = [_media_type(one) for one in wanted.split(",")]
    fitting = [parameters for kind, parameters in answers if kind in (*JSON_TYPES, *ANY_TYPE) and _is_wanted(parameters)]
    if not fitting:
        raise refused("not-acceptable", "Answers are given as application/fhir+json. Ask for that in the header Accept.")
    if not any(_version_fits(parameters) for parameters in fitting):
        raise refused("not-acceptable", "We speak FHIR 4.0 and version 1 of the Booking and Referral Standard. Ask for one of those.")


def read_content_type(content_type: str, *, patches: bool = False) -> str:
    """The media type of what was sent. Raises Refused (415) for anything but JSON in UTF-8. `patches`: a patch may come, too."""
    kind, parameters = _media_type(content_type)
    if kind not in (*JSON_TYPES[:4], *(PATCH_TYPES if patches else ())):
        raise refused("media-type", "Send application/fhir+json in UTF-8, and say so in the header Content-Type.")
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise refused("media-type", "The charset of FHIR is UTF-8. Send that, or name no charset.")
    if not _version_fits(parameters):
        raise refused("not-supported", "We speak FHIR 4.0 and version 1 of the Booking and Referral Standard. Send one of those.")
    return kind


def _media_type(text: str) -> tuple[str, dict[str, str]]:
    kind, *rest = (part.strip() for part in text.split(";"))
    pairs = (part.partition("=") for part in rest if part)
    return kind.lower(), {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def _is_wanted(parameters: Mapping[str, str]) -> bool:
    return re.fullmatch(r"0(\.0*)?", parameters.get("q", "1")) is None


def _version_fits(parameters: Mapping[str, str]) -> bool:
    fhir = parameters.get("fhirversion", "4.0")
    return bool(VERSION.fullmatch(parameters.get("version", "1")) and FHIR_VERSION.fullmatch(fhir))


def _encoded(headers: Mapping[str, str], name: str, told: Callable[[dict[str, Any]], str], issues: list[Issue]) -> str:
    """What an encoded header says, or empty with an issue."""
    if name not in headers:
        return ""
    try:
        return told(_object(headers[name]))
    except Refused as problem:
        issues += [Issue(kind=issue.kind, words=f"The header {name}: {issue.words}") for issue in problem.issues]
    return ""


def _object(text: str) -> dict[str, Any]:
    try:
        read = json.loads(b64decode(text, validate=True)) if len(text) <= LONGEST else None
    except (binascii.Error, ValueError, RecursionError) as problem:
        raise refused("invalid", "it is JSON, encoded in Base64.") from problem
    if not isinstance(read, dict):
        raise refused("invalid", "it is one JSON object, encoded in Base64.")
    return read


def _organisation(said: dict[str, Any]) -> str:
    if said.get("resourceType") != "Organization":
        raise refused("value", "it is a FHIR resource of the type Organization.")
    code = _identifier(said, ODS_CODE)
    if not code:
        raise refused("required", f"it has an identifier with a value, of the system {ODS_CODE}.")
    return code


def _software(said: dict[str, Any]) -> str:
    if said.get("resourceType") != "Device":
        raise refused("value", "it is a FHIR resource of the type Device.")
    code = _identifier(said, "")
    if not code:
        raise refused("required", "it has an identifier with a value.")
    return code


def _practitioner(said: dict[str, Any]) -> str:
    if said.get("resourceType") not in ("PractitionerRole", "Practitioner"):
        raise refused("value", "it is a FHIR resource of the type PractitionerRole.")
    return _identifier(said, "")


def _target(said: dict[str, Any]) -> str:
    value = said.get("value")
    if not isinstance(value, str) or not value or not isinstance(said.get("system"), str):
        raise refused("required", 'it says "system" and "value", both as text.')
    return value[:80]


def _identifier(said: dict[str, Any], system: str) -> str:
    """The value of the first identifier, of that system where one is named (systems are compared without regard to case)."""
    listed = said.get("identifier")
    for one in listed if isinstance(listed, list) else []:
        of_it = isinstance(one, dict) and (not system or str(one.get("system", "")).lower() == system.lower())
        if of_it and isinstance(one.get("value"), str):
            return one["value"][:80]
    return ""


_ENCODED: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "NHSD-End-User-Organisation": _organisation,
    "NHSD-Requesting-Software": _software,
    "NHSD-Requesting-Practitioner": _practitioner,
    "NHSD-Target-Identifier": _target,
}
