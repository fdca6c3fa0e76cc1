"""UK Core on what comes in: every resource and extension of a message is held to the profile that is for it.

A resource is held to UK Core's profile of its type, and to each profile that it claims in `meta.profile` and that we know. A claim of a
profile that we do not know is passed over: what FHIR R4 calls an assertion of the sender binds nobody here to refuse it, and examples
of the Booking and Referral Standard themselves claim addresses where nothing is. A claim of a profile for another type is a fault.
"""

from typing import Any

from wholeplace.service.fhir.validation.building import base_checks
from wholeplace.service.fhir.validation.faults import Finding, Found, found_one, under
from wholeplace.service.fhir.validation.profiled import against, check_profile, known_profiles, last_part

BASE = "http://hl7.org/fhir/StructureDefinition/"
EXTENSIONS = frozenset({"extension", "modifierExtension"})


def check_profiles(resource: dict[str, Any], asked: str | None = None) -> list[Finding]:
    """What is against the profiles that are for a resource and for all within it: entries, contained resources, extensions; and against
    one more that was asked for. The resource is valid as FHIR R4."""
    found = check_profile(resource, asked) if asked is not None else []
    found += [each for each in _of_resource(resource) if each not in found]
    return found + (_within(resource, resource) or [])


def _of_resource(resource: dict[str, Any]) -> list[Finding]:
    kind = resource["resourceType"]
    found: list[Finding] = []
    names = [f"UKCore-{kind}"] if f"UKCore-{kind}" in known_profiles().profiles else []
    for at, claim in enumerate(resource.get("meta", {}).get("profile", ())):
        claimed, of = _known(claim)
        if of and of != kind:
            found += found_one("profile-unknown", f"This profile is for resources of type {of}.", f"meta.profile[{at}]")
        elif claimed and claimed not in names:
            names.append(claimed)
    for name in names:
        found += [each for each in against(resource, name, resource) if each not in found]
    return found


def _known(claim: Any) -> tuple[str, str]:
    """The name of a profile that we know and the type that it is for; FHIR's own definition of a type has no name; of others neither."""
    if not isinstance(claim, str):
        return "", ""  # a null that holds the place of an extension
    name, address = last_part(claim), claim.partition("|")[0]
    profile = known_profiles().profiles.get(name)
    if profile is not None and profile.url == address:
        return name, profile.type
    return "", name if address == BASE + name and name in base_checks().resources else ""


def _within(value: dict[str, Any], resource: dict[str, Any]) -> Found:
    """What is wrong below a value; `resource`: the one that it is part of. Paths are made on the way up, where there is a fault."""
    found: list[Finding] = []
    for key, part in value.items():
        if type(part) is dict:
            bad = _part(key, part, resource)
            if bad:
                found += under(key.removeprefix("_"), bad)
        elif type(part) is list:
            for at, each in enumerate(part):
                if type(each) is dict:
                    bad = _part(key, each, resource)
                    if bad:
                        found += under(f"{key.removeprefix('_')}[{at}]", bad)
    return found or None


def _part(key: str, part: dict[str, Any], resource: dict[str, Any]) -> Found:
    if "resourceType" in part:
        return check_profiles(part) or None
    below = _within(part, resource)
    if key not in EXTENSIONS:
        return below
    name, of = _known(part.get("url"))
    return (against(part, name, resource) if of == "Extension" else []) + (below or []) or None
