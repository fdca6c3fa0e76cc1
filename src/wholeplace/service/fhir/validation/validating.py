"""The one way in: a resource or its bytes, and all that is wrong with it."""

from typing import Any

import msgspec

from wholeplace.service.fhir.validation.building import base_checks
from wholeplace.service.fhir.validation.claimed import check_profiles
from wholeplace.service.fhir.validation.faults import MOST_FAULTS, Fault, Finding, Walk, found_one, join
from wholeplace.service.fhir.validation.quick import base_quick


def validate(resource: dict[str, Any] | bytes, *, uk_core: bool = False, profile: str | None = None) -> tuple[Fault, ...]:
    """All that is wrong with one FHIR R4 resource, in the order in which it stands there; empty when nothing is.

    `resource` is a message as it came (bytes of JSON in UTF-8; of a name that stands twice in one object the last
    counts) or as read. `uk_core`: a message without errors is then held to UK Core, too: it, and every resource and extension
    within it, to the profile of its type and to those that it claims. `profile` is the address of one more that the whole is held to,
    or its last part, such as `UKCore-Patient`. At most 100 faults are told, the last of them saying so. No fault shows a value. The
    resource is not changed. Nothing is raised for a bad message.
    """
    found: list[Finding] | None = None
    if isinstance(resource, bytes):
        is_valid, is_held = base_quick().is_plainly_uk_core(resource) if uk_core else (base_quick().is_plainly_valid(resource), True)
        if is_valid and is_held and profile is None:
            return ()
        found = [] if is_valid else None
        try:
            resource = msgspec.json.decode(resource)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return (Fault(path="", rule="json", severity="error", words="This is not JSON in UTF-8, or is nested too deeply."),)
    if found is None:
        found = base_checks().resource(resource, Walk(), 1) or []
    if (uk_core or profile is not None) and not any(severity == "error" for _, _, severity, _ in found):
        # A profile speaks of valid resources: what is not one is mended first.
        found = found + check_profiles(resource, profile)  # pyright: ignore[reportArgumentType]
    return _told(resource, found) if found else ()


def _told(resource: Any, found: list[Finding]) -> tuple[Fault, ...]:
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    root = kind if isinstance(kind, str) and kind in base_checks().resources else ""
    if len(found) > MOST_FAULTS:
        more = found_one("too-many-faults", f"There are more than {MOST_FAULTS - 1} faults; the rest is left out.")
        found = found[: MOST_FAULTS - 1] + more
    return tuple(
        Fault(path=join(root, path) if root else path, rule=rule, severity=severity, words=words) for path, rule, severity, words in found
    )
