"""References: their form, the type they point to, and whether what lies in the same message is there."""

import re
from typing import Any

from wholeplace.service.fhir.validation.faults import Found, Walk, found_one
from wholeplace.service.fhir.validation.grammar import is_urn

NAMED = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}(?:/_history/[A-Za-z0-9\-.]{1,64})?", re.ASCII)
RELATIVE = re.compile(r"([A-Z][A-Za-z]+)(?:/[A-Za-z0-9\-.]{1,64}(?:/_history/[A-Za-z0-9\-.]{1,64})?|\?\S+)", re.ASCII)
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:\S+", re.ASCII)
# Bundles that are read as one message: what they name by urn must lie within.
WHOLE = frozenset({"message", "document", "transaction", "batch"})

FORM_WORDS = "A reference is Type/id, a full address, urn:uuid or urn:oid, or # and the id of a contained resource."


def check_reference(value: dict[str, Any], targets: frozenset[str], resources: frozenset[str], walk: Walk) -> Found:
    """What is wrong with a Reference beyond its shape; `targets` empty: any type of resource may be meant."""
    reference = value.get("reference")
    claimed = value.get("type")
    if type(reference) is not str:
        return _check_claimed(claimed, targets, resources)
    kind, wrong = _kind_of(reference, resources, walk)
    if wrong:
        return [(f"reference{path}", *rest) for path, *rest in wrong]  # pyright: ignore[reportReturnType]
    if kind is not None and type(claimed) is str and claimed in resources and claimed != kind:
        return found_one("reference-target", "The type beside the reference is not the type the reference names.", "type")
    if kind is not None and targets and kind not in targets:
        return found_one("reference-target", f"This reference may point to: {', '.join(sorted(targets))}.", "reference")
    return _check_claimed(claimed, targets, resources)


def _check_claimed(claimed: Any, targets: frozenset[str], resources: frozenset[str]) -> Found:
    if type(claimed) is not str or "/" in claimed:
        return None
    if claimed not in resources:
        return found_one("reference-target", "The type beside a reference is a type of resource of FHIR R4.", "type")
    if targets and claimed not in targets:
        return found_one("reference-target", f"This reference may point to: {', '.join(sorted(targets))}.", "type")
    return None


def _kind_of(reference: str, resources: frozenset[str], walk: Walk) -> tuple[str | None, Found]:
    """The type of resource that a reference names (None: cannot be told), or what is wrong with its form."""
    if reference.startswith("#"):
        return _contained(reference[1:], walk)
    inside = walk.entries.get(reference)
    if inside is not None:
        return inside, None
    if reference.startswith("urn:"):
        return None, _check_urn(reference, walk)
    if ADDRESS.fullmatch(reference):
        named = NAMED.fullmatch(reference)
        return (named.group(1) if named and named.group(1) in resources else None), None
    relative = RELATIVE.fullmatch(reference)
    if relative and relative.group(1) in resources:
        return relative.group(1), None
    return None, found_one("reference-form", FORM_WORDS)


def _check_urn(reference: str, walk: Walk) -> Found:
    if not is_urn(reference):
        return found_one("reference-form", FORM_WORDS)
    if walk.bundle in WHOLE:
        return found_one("reference-unresolved", "No entry of the Bundle has this fullUrl.")
    return None


def _contained(name: str, walk: Walk) -> tuple[str | None, Found]:
    if not name:
        # `#` alone, inside a contained resource, is the resource that contains it.
        walk.used.add(walk.resource.get("id", ""))
        return None, None
    walk.used.add(name)
    if walk.contained is None or name not in walk.contained:
        return None, found_one("reference-unresolved", "The resource contains nothing with this id.")
    return walk.contained[name], None


def entries_of(bundle: dict[str, Any]) -> dict[str, str]:
    """Each address within a Bundle that a reference may use, with the type of the resource there."""
    found: dict[str, str] = {}
    entries = bundle.get("entry")
    for entry in entries if type(entries) is list else ():
        resource = entry.get("resource") if type(entry) is dict else None
        kind = resource.get("resourceType") if type(resource) is dict else None
        address = entry.get("fullUrl") if type(entry) is dict else None
        if type(kind) is str and type(address) is str:
            found[address] = kind
    return found
