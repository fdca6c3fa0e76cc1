"""Whole resources: which type one is, what it contains, and what a Bundle holds together."""

import re
from collections.abc import Callable
from typing import Any

from wholeplace.service.fhir.validation.faults import DEEPEST, Check, Finding, Found, Walk, found_one, under
from wholeplace.service.fhir.validation.references import entries_of

FULL_ADDRESS = re.compile(r"(https?|urn):\S+", re.ASCII)
REST_ADDRESS = re.compile(r"https?://\S+/([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})", re.ASCII)


def resource_check(check_of: Callable[[str], Check], resources: frozenset[str]) -> Check:
    """The check of a resource of any type that is contained in none: at the top, in a Bundle or in Parameters."""

    def check(value: Any, walk: Walk, depth: int) -> Found:
        kind, bad = _kind(value, resources)
        if bad or depth > DEEPEST:
            return bad or found_one("depth", f"Elements may lie {DEEPEST} levels deep, and no deeper.")
        before = walk.resource, walk.contained, walk.used, walk.bundle, walk.entries
        walk.resource, walk.used = value, set()
        walk.contained = _contained(value) if "contained" in value else None
        if kind == "Bundle":
            walk.bundle, walk.entries = _text(value.get("type")), entries_of(value)
        found = check_of(kind)(value, walk, depth) or []
        if walk.contained:
            found += _never_meant(value, walk)
        if kind == "Bundle":
            found += _check_addresses(value)
        walk.resource, walk.contained, walk.used, walk.bundle, walk.entries = before
        return found or None

    return check


def contained_check(check_of: Callable[[str], Check], resources: frozenset[str]) -> Check:
    """The check of a contained resource: it has an id, contains nothing itself, and has no version of its own."""

    def check(value: Any, walk: Walk, depth: int) -> Found:
        kind, bad = _kind(value, resources)
        if bad:
            return bad
        before = walk.resource
        walk.resource = value
        found = check_of(kind)(value, walk, depth) or []
        walk.resource = before
        return found + _against_containing(value) or None

    return check


def _kind(value: Any, resources: frozenset[str]) -> tuple[str, Found]:
    if type(value) is not dict:
        return "", found_one("shape", "One resource stands here, in curly brackets.")
    kind = value.get("resourceType")
    if type(kind) is not str or kind not in resources:
        return "", found_one("resource-type", "A resource says its type under resourceType, and the type is one of FHIR R4.")
    return kind, None


def _text(value: Any) -> str | None:
    return value if type(value) is str else None


def _contained(value: dict[str, Any]) -> dict[str, str]:
    inside = value["contained"]
    found: dict[str, str] = {}
    for each in inside if type(inside) is list else ():
        if type(each) is dict and type(each.get("id")) is str:
            found[each["id"]] = str(each.get("resourceType"))
    return found


def _against_containing(value: dict[str, Any]) -> list[Finding]:
    found: list[Finding] = []
    meta = value.get("meta")
    if "id" not in value:
        found += found_one("minimum", "A contained resource must have an id.", "id")
    if "contained" in value:
        found += found_one("dom-2", "A contained resource contains no other resource.", "contained")
    if type(meta) is dict and ("versionId" in meta or "lastUpdated" in meta):
        found += found_one("dom-4", "A contained resource has no version or time of its own.", "meta")
    if type(meta) is dict and "security" in meta:
        found += found_one("dom-5", "A contained resource has no security label of its own.", "meta")
    return found


def _never_meant(value: dict[str, Any], walk: Walk) -> list[Finding]:
    """Contained resources that nothing points to, and that do not point to what contains them (rule dom-3)."""
    found: list[Finding] = []
    inside = value["contained"] if type(value["contained"]) is list else []
    for at, each in enumerate(inside):
        name = each.get("id") if type(each) is dict else None
        if type(name) is not str or name in walk.used or _mentions(value, f"#{name}") or _mentions(each, "#"):
            continue
        found += found_one("dom-3", "What a resource contains is referred to from within it.", f"contained[{at}]")
    return found


def _mentions(value: Any, text: str) -> bool:
    """Whether a text stands anywhere below a value."""
    rest = [value]
    while rest:
        each = rest.pop()
        if each == text:
            return True
        if type(each) is dict:
            rest.extend(each.values())
        elif type(each) is list:
            rest.extend(each)
    return False


def _check_addresses(bundle: dict[str, Any]) -> list[Finding]:
    """What is wrong with the fullUrls of a Bundle: each is a full address, and agrees with the id of its resource."""
    found: list[Finding] = []
    entries = bundle.get("entry")
    for at, entry in enumerate(entries if type(entries) is list else ()):
        address = entry.get("fullUrl") if type(entry) is dict else None
        if type(address) is not str:
            continue
        if not FULL_ADDRESS.fullmatch(address):
            wrong = found_one("reference-form", "A fullUrl is a full address: http, https or urn.", "fullUrl")
            found += under(f"entry[{at}]", wrong)
        elif not _agrees(address, entry.get("resource")):
            wrong = found_one("reference-form", "A fullUrl ends with the type and the id of its resource.", "fullUrl")
            found += under(f"entry[{at}]", wrong)
    return found


def _agrees(address: str, resource: Any) -> bool:
    named = REST_ADDRESS.fullmatch(address)
    if named is None or type(resource) is not dict or type(resource.get("id")) is not str:
        return True
    return named.group(2) == resource["id"] and named.group(1) == resource.get("resourceType")
