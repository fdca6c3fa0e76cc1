"""What the walks ask: grammars, references, closed lists, rules and Bundles. Each may refuse what is valid and never the other way."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from wholeplace.service.fhir.validation import fhirpath
from wholeplace.service.fhir.validation.faults import Walk
from wholeplace.service.fhir.validation.fhirpath.values import Around as RuleAround
from wholeplace.service.fhir.validation.profiled import texts_at
from wholeplace.service.fhir.validation.references import WHOLE, check_reference
from wholeplace.service.fhir.validation.resources import FULL_ADDRESS, REST_ADDRESS

MONTH = r"(?:0[1-9]|1[0-2])"
# Not the 29th of February: whether a year has one is for the long way.
DAY = r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
YEAR = r"[12][0-9]{3}"
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"
FITS: dict[str, Callable[[str], Any]] = {
    "date": re.compile(rf"(?:{YEAR}-{DAY}|{YEAR}(?:-{MONTH})?)").fullmatch,
    "dateTime": re.compile(rf"(?:{YEAR}-{DAY}(?:T{TIME}{ZONE})?|{YEAR}(?:-{MONTH})?)").fullmatch,
    "id": re.compile(r"[A-Za-z0-9\-.]{1,64}").fullmatch,
    "instant": re.compile(rf"{YEAR}-{DAY}T{TIME}{ZONE}").fullmatch,
    "time": re.compile(TIME).fullmatch,
}
WORDS = re.compile(r"[!-~]*").fullmatch  # codes and addresses, one after the other: of a code with a space the long way decides
URN = re.compile(
    r"urn:(?:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|oid:[0-2](?:\.(?:0|[1-9][0-9]*))+|(?!uuid:|oid:)[!-~]+)"
).fullmatch
UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
ASK = frozenset({"batch", "transaction", "history"})  # Bundles whose entries are requests
ANSWER = frozenset({"batch-response", "transaction-response", "history"})
NOTHING: dict[str, str] = {}
COUNTED = frozenset({"searchset", "history"})


class NotPlain(Exception):
    """This is not known to be valid without the long way."""


class Met:
    """The resources and extensions that were met on the way, for the profiles."""

    __slots__ = ("extensions", "resources")

    def __init__(self) -> None:
        self.extensions: list[Any] = []
        self.resources: list[Any] = []


class Around:
    """What a walk knows beside its element: the innermost Bundle, and the type of what lies at each of its addresses."""

    __slots__ = ("bundle", "entries", "is_whole", "met")

    def __init__(self, met: Met | None = None) -> None:
        self.met = met
        self.bundle: str | None = None
        self.is_whole = False
        self.entries = NOTHING

    def within(self, bundle: Any, names: Mapping[type, str]) -> "Around":
        """The same within a Bundle; `names` tells the type of each structure."""
        inside = Around(self.met)
        inside.bundle, inside.is_whole, inside.entries = bundle.type, bundle.type in WHOLE, {}
        for entry in bundle.entry or ():
            if entry.fullUrl is not None and entry.resource is not None:
                inside.entries[entry.fullUrl] = names[type(entry.resource)]
        return inside


def is_alone(element: Any) -> bool:
    """Whether an element has nothing but an id."""
    return len(msgspec.to_builtins(element)) == 1


def holding(rule: fhirpath.Rule) -> Callable[[Any], bool]:
    """Whether a rule holds, asked of the structure's JSON."""

    def holds(value: Any) -> bool:
        told = msgspec.to_builtins(value)
        return rule(told, RuleAround(resource=told, context=told)) is True

    return holds


def concept(listed: frozenset[str], system: str) -> Callable[[Any], None]:
    """Raises NotPlain unless one coding of a concept is of a closed list."""

    def check(value: Any) -> None:
        if not any(each.code in listed and each.system == system for each in value.coding or ()):
            raise NotPlain

    return check


def listing(listed: frozenset[str]) -> Callable[[Any], bool]:
    """Whether a code is of a list of `system|code`, or one coding of a concept is."""
    codes = frozenset(each.rpartition("|")[2] for each in listed)

    def check(value: Any) -> bool:
        if not isinstance(value, msgspec.Struct):
            return value in codes
        told = msgspec.to_builtins(value)
        return any(f"{each.get('system', '')}|{each.get('code', '')}" in listed for each in told.get("coding", [told]))

    return check


def member(steps: list[str], text: str) -> Callable[[Any], bool]:
    """Whether a text stands at the end of a path below a value."""
    return lambda value: text in texts_at(msgspec.to_builtins(value), steps)


def away(targets: frozenset[str], resources: frozenset[str]) -> Callable[[Any, Around], None]:
    """Raises NotPlain unless a Reference to what lies in no entry points to one of these types, or may; none named: to any."""

    def check(value: Any, around: Around) -> None:
        text = value.reference
        if text is not None and value.type is None:
            if UUID(text) and not around.is_whole:
                return
            kind, _, name = text.partition("/")
            if kind in resources and FITS["id"](name) and (kind in targets or not targets):
                return
        _check_long(value, around, targets, resources)

    return check


def _check_long(value: Any, around: Around, targets: frozenset[str], resources: frozenset[str]) -> None:
    told, walk = msgspec.to_builtins(value), Walk()
    walk.bundle, walk.entries = around.bundle, around.entries
    if str(told.get("reference", "")).startswith("#") or check_reference(told, targets, resources, walk):
        raise NotPlain


def check_bundle(bundle: Any, names: Mapping[type, str]) -> None:
    """Raises NotPlain unless a Bundle keeps FHIR's rules for Bundles (bdl-1 to bdl-12) and its addresses agree with what lies there."""
    kind, entries = bundle.type, bundle.entry or ()
    asks, answers = kind in ASK, kind in ANSWER
    if (bundle.total is not None and kind not in COUNTED) or kind == "document":
        raise NotPlain
    if kind == "message" and (not entries or names.get(type(entries[0].resource)) != "MessageHeader"):
        raise NotPlain
    seen: set[str] = set()
    for entry in entries:
        address, resource = entry.fullUrl, entry.resource
        if (entry.request is not None) != asks or (entry.response is not None) != answers:
            raise NotPlain
        if (entry.search is not None and kind != "searchset") or not (resource is not None or asks or answers):
            raise NotPlain
        if address is not None:
            _check_address(address, resource, names.get(type(resource)))
            version = resource.meta.versionId if resource is not None and resource.meta is not None else None
            seen_with = address + (version or "")
            if seen_with in seen:
                raise NotPlain
            seen.add(seen_with)


def _check_address(address: str, resource: Any, kind: str | None) -> None:
    if UUID(address):
        return
    if "/_history/" in address or not FULL_ADDRESS.fullmatch(address):
        raise NotPlain
    named = REST_ADDRESS.fullmatch(address)
    if named and resource is not None and resource.id is not None and named.groups() != (kind, resource.id):
        raise NotPlain
