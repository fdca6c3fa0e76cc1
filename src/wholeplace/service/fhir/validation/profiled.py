"""Profiles of UK Core and BaRS: what they demand of a resource beyond FHIR R4 itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import msgspec

from wholeplace.service.fhir.validation.building import base_checks
from wholeplace.service.fhir.validation.faults import Finding, Severity, Walk, found_one, join, under
from wholeplace.service.fhir.validation.fhirpath import compiled
from wholeplace.service.fhir.validation.fhirpath.values import Around
from wholeplace.service.fhir.validation.references import check_reference
from wholeplace.service.fhir.validation.table import TABLES, Rule, capitalised


class Told(msgspec.Struct, frozen=True):
    """How the members of a slice are told from others: by the text at a path below them."""

    by: str
    value: str


class Demand(msgspec.Struct, frozen=True):
    """What a profile wants of one element. The path goes from the resource down; `name:slice` means members of a slice."""

    path: str
    min: int = 0
    max: int | None = None
    fixed: str = ""
    types: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    codes: str = ""
    rules: tuple[Rule, ...] = ()


class Profile(msgspec.Struct, frozen=True):
    """One profile, and the name of what it is made from: another profile or a type of FHIR."""

    url: str
    version: str
    type: str
    base: str
    slices: dict[str, Told]
    demands: tuple[Demand, ...]
    not_checked: tuple[str, ...] = ()


class Profiles(msgspec.Struct, frozen=True):
    """Every profile that we know."""

    source: dict[str, str]
    codes: dict[str, tuple[str, ...]]
    profiles: dict[str, Profile]

    def made_from(self, name: str) -> Iterator[Profile]:
        """A profile and those it is made from."""
        while name in self.profiles:
            yield self.profiles[name]
            name = self.profiles[name].base


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One value with the path to it and the name under which it stands."""

    path: str
    name: str
    value: Any


@cache
def known_profiles() -> Profiles:
    """The profiles compiled into this package."""
    return msgspec.json.decode((TABLES / "profiles.json").read_bytes(), type=Profiles)


def check_profile(resource: dict[str, Any], asked: str) -> list[Finding]:
    """What of a resource, valid as FHIR R4, is against a profile, told by address or by its last part."""
    name = asked.partition("|")[0].rpartition("/")[2]
    profile = known_profiles().profiles.get(name)
    if profile is None or ("/" in asked and profile.url != asked.partition("|")[0]):
        return found_one("profile-unknown", "This profile is not one of those of UK Core and BaRS that are compiled in.")
    if profile.type != resource.get("resourceType"):
        return found_one("profile-unknown", f"This profile is for resources of type {profile.type}.")
    found = _against(resource, name, resource)
    for place in _extensions(resource):
        extension = known_profiles().profiles.get(str(place.value.get("url")).rpartition("/")[2])
        if extension is not None and extension.url == place.value.get("url"):
            found += under(place.path, _against(place.value, extension.url.rpartition("/")[2], resource))
    return found


def _against(value: dict[str, Any], name: str, resource: dict[str, Any]) -> list[Finding]:
    """What is against a profile and all it is made from, each thing once."""
    found: list[Finding] = []
    chain = list(known_profiles().made_from(name))
    slices = {path: told for profile in reversed(chain) for path, told in profile.slices.items()}
    for profile in chain:
        for demand in profile.demands:
            found += [each for each in _unmet(demand, slices, value, resource) if each not in found]
    return found


def _unmet(demand: Demand, slices: dict[str, Told], value: dict[str, Any], resource: dict[str, Any]) -> list[Finding]:
    if not demand.path:
        return [finding for rule in demand.rules for finding in _broken(rule, value, resource)]
    above, _, last = demand.path.rpartition(".")
    found: list[Finding] = []
    for parent in _places(above, slices, value):
        places = list(_below(parent, last, slices.get(demand.path)))
        found += _miscounted(demand, parent, last, len(places))
        for place in places:
            found += under(place.path, _wrong(demand, place, resource))
    return found


def _miscounted(demand: Demand, parent: Place, last: str, count: int) -> list[Finding]:
    name, _, member = last.partition(":")
    name = name.removesuffix("[x]")
    path = join(parent.path, name) if parent.path else name
    rule = "profile-slice" if member else None
    of = f" ({member})" if member else ""
    if count < demand.min:
        return found_one(rule or "minimum", f"The profile wants at least {demand.min} here{of}.", path)
    if demand.max is not None and count > demand.max:
        return found_one(rule or "maximum", f"The profile allows at most {demand.max} here{of}.", path)
    return []


def _wrong(demand: Demand, place: Place, resource: dict[str, Any]) -> list[Finding]:
    value = place.value
    if demand.fixed and str(value) != demand.fixed:
        return found_one("profile-fixed", f"The profile fixes this value: {demand.fixed}.")
    if demand.types and demand.path.endswith("[x]") and not place.name.endswith(tuple(capitalised(kind) for kind in demand.types)):
        return found_one("type", f"The profile allows here: {', '.join(demand.types)}.")
    if demand.targets and isinstance(value, dict):
        wrong = check_reference(value, frozenset(demand.targets), base_checks().resources, Walk())
        if wrong and wrong[0][1] == "reference-target":
            return wrong
    if demand.codes and not _is_listed(value, demand.codes):
        return found_one("code", f"One coding must be of the value set {demand.codes}, which the profile requires.")
    return [finding for rule in demand.rules for finding in _broken(rule, value, resource)]


def _is_listed(value: Any, name: str) -> bool:
    listed = known_profiles().codes[name]
    if not isinstance(value, dict):
        return any(each.rpartition("|")[2] == value for each in listed)
    codings = value.get("coding", [value])
    return any(f"{each.get('system', '')}|{each.get('code', '')}" in listed for each in codings)


def _broken(rule: Rule, value: Any, resource: dict[str, Any]) -> list[Finding]:
    holds = compiled(rule.expression, base_checks().names)
    if holds(value, Around(resource=resource, context=value)) is True:
        return []
    return found_one(rule.key, rule.words, severity=cast(Severity, rule.severity))


def _places(path: str, slices: dict[str, Told], value: dict[str, Any]) -> list[Place]:
    """Every place that a path leads to."""
    places = [Place(path="", name="", value=value)]
    walked = ""
    for step in path.split(".") if path else []:
        walked = f"{walked}.{step}" if walked else step
        places = [below for place in places for below in _below(place, step, slices.get(walked))]
    return places


def _below(place: Place, step: str, told: Told | None) -> Iterator[Place]:
    """The values under one step; of a slice, only its members. A step may go to the extensions beside a primitive."""
    if not isinstance(place.value, dict):
        return
    name = step.partition(":")[0]
    stem = name.removesuffix("[x]")
    for key, value in place.value.items():
        if key != name and not (name.endswith("[x]") and key.startswith(stem) and key[len(stem) : len(stem) + 1].isupper()):
            continue
        for at, each in enumerate(value if isinstance(value, list) else [value]):
            path = f"{stem}[{at}]" if isinstance(value, list) else stem
            if ":" not in step or (told is not None and _is_member(each, told)):
                yield Place(path=join(place.path, path) if place.path else path, name=key, value=each)


def _is_member(value: Any, told: Told) -> bool:
    return any(place.value == told.value for place in _places(told.by, {}, value)) if isinstance(value, dict) else False


def _extensions(resource: dict[str, Any]) -> Iterator[Place]:
    """Every extension with an address, wherever it stands."""
    rest: list[tuple[str, Any]] = [("", resource)]
    while rest:
        path, value = rest.pop()
        for key, part in value.items():
            for at, each in enumerate(part if isinstance(part, list) else [part]):
                if not isinstance(each, dict):
                    continue
                step = key.removeprefix("_") + (f"[{at}]" if isinstance(part, list) else "")
                below = join(path, step) if path else step
                rest.append((below, each))
                if key in ("extension", "modifierExtension"):
                    yield Place(path=below, name=key, value=each)
