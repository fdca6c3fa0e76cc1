"""Profiles of UK Core and BaRS: what they demand of a resource beyond FHIR R4 itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import msgspec

from wholeplace.service.fhir.validation.building import base_checks
from wholeplace.service.fhir.validation.faults import Finding, Found, Severity, Walk, found_one, under
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
    """Every profile that we know. `retired`: the codes that a list had before, by its name: senders still use them."""

    source: dict[str, str]
    codes: dict[str, tuple[str, ...]]
    retired: dict[str, tuple[str, ...]]
    profiles: dict[str, Profile]

    def made_from(self, name: str) -> Iterator[Profile]:
        """A profile and those it is made from."""
        while name in self.profiles:
            yield self.profiles[name]
            name = self.profiles[name].base


@cache
def known_profiles() -> Profiles:
    """The profiles compiled into this package."""
    return msgspec.json.decode((TABLES / "profiles.json").read_bytes(), type=Profiles)


def check_profile(resource: dict[str, Any], asked: str) -> list[Finding]:
    """What of a resource, valid as FHIR R4, is against a profile, told by address or by its last part."""
    name = last_part(asked)
    profile = known_profiles().profiles.get(name)
    if profile is None or ("/" in asked and profile.url != asked.partition("|")[0]):
        return found_one("profile-unknown", "This profile is not one of those of UK Core and BaRS that are compiled in.")
    if profile.type != resource.get("resourceType"):
        return found_one("profile-unknown", f"This profile is for resources of type {profile.type}.")
    return against(resource, name, resource)


def last_part(address: str) -> str:
    """What a profile is called: the last part of its address, without a version."""
    return address.partition("|")[0].rpartition("/")[2]


def against(value: dict[str, Any], name: str, resource: dict[str, Any]) -> list[Finding]:
    """What of a resource, or of an extension within it, is against a profile and all it is made from, each thing once."""
    root = tree(name)
    found = [finding for _, demand in root.demands for finding in _broken(demand, value, resource)]
    for branch in root.branches.values():
        found += [each for each in _wrong_below(branch, value, resource) or () if each not in found]
    return found


@dataclass(slots=True)
class Branch:
    """One step of the paths of a profile, with what is demanded of the element there (and the profile that does), and the steps below.

    `key`: its name in JSON; of a choice, what its names begin with. `told`: of a slice, how its members are told.
    """

    key: str = ""
    is_choice: bool = False
    member: str = ""
    told: Told | None = None
    demands: list[tuple[str, Demand]] = field(default_factory=list)
    branches: dict[str, "Branch"] = field(default_factory=dict)


@cache
def tree(name: str) -> Branch:
    """The demands of a profile and of all that it is made from, so that each element is looked at once."""
    chain = list(known_profiles().made_from(name))
    slices = {path: told for profile in reversed(chain) for path, told in profile.slices.items()}
    root = Branch()
    for profile in chain:
        for demand in profile.demands:
            at, walked = root, ""
            for step in demand.path.split(".") if demand.path else ():
                walked = f"{walked}.{step}" if walked else step
                if step not in at.branches:
                    at.branches[step] = _branch(step, slices.get(walked))
                at = at.branches[step]
            at.demands.append((last_part(profile.url), demand))
    return root


def _branch(step: str, told: Told | None) -> Branch:
    name, _, member = step.partition(":")
    return Branch(key=name.removesuffix("[x]"), is_choice=name.endswith("[x]"), member=member, told=told)


def _wrong_below(branch: Branch, value: dict[str, Any], resource: dict[str, Any]) -> Found:
    """What is wrong with the elements of a branch that stand in a value. Paths are made on the way up, where there is a fault."""
    found: list[Finding] = []
    count = 0
    for name in _names(branch, value):
        given = value[name]
        for at, each in enumerate(given) if isinstance(given, list) else ((-1, given),):
            if branch.member and not _is_member(each, branch.told):
                continue
            count += 1
            bad = _wrong(branch, name, each, resource)
            if bad:
                found += under(f"{branch.key}[{at}]" if at >= 0 else branch.key, bad)
    return _miscounted(branch, count) + found


def _names(branch: Branch, value: dict[str, Any]) -> list[str]:
    """The names under which an element stands: its own, or those of a choice."""
    stem = branch.key
    if not branch.is_choice:
        return [stem] if stem in value else []
    return [key for key in value if key.startswith(stem) and key[len(stem) : len(stem) + 1].isupper()]


def _is_member(value: Any, told: Told | None) -> bool:
    """Whether a value is a member of a slice; of one that nobody can tell, nothing is."""
    return told is not None and any(each == told.value for each in texts_at(value, told.by.split(".")))


def texts_at(value: Any, steps: list[str]) -> list[Any]:
    """What stands at the end of a path below a value."""
    for step in steps:
        values = value if isinstance(value, list) else [value]
        value = [each[step] for each in values if isinstance(each, dict) and step in each]
        value = [one for each in value for one in (each if isinstance(each, list) else [each])]
    return value


def _miscounted(branch: Branch, count: int) -> list[Finding]:
    found: list[Finding] = []
    of = f" ({branch.member})" if branch.member else ""
    for by, demand in branch.demands:
        if count < demand.min:
            rule = "profile-slice" if branch.member else "minimum"
            found += found_one(rule, f"{by} wants at least {demand.min} here{of}.", branch.key)
        elif demand.max is not None and count > demand.max:
            rule = "profile-slice" if branch.member else "maximum"
            found += found_one(rule, f"{by} allows at most {demand.max} here{of}.", branch.key)
    return found


def _wrong(branch: Branch, name: str, value: Any, resource: dict[str, Any]) -> list[Finding]:
    """What is wrong with one value of a branch, which stands under `name`, and below it."""
    found: list[Finding] = []
    for by, demand in branch.demands:
        found += _unmet(by, demand, name, value) or _broken(demand, value, resource)
    if branch.branches and isinstance(value, dict):
        for below in branch.branches.values():
            found += _wrong_below(below, value, resource) or ()
    return found


def _unmet(by: str, demand: Demand, name: str, value: Any) -> list[Finding]:
    if demand.fixed and str(value) != demand.fixed:
        return found_one("profile-fixed", f"{by} fixes this value: {demand.fixed}.")
    if demand.types and demand.path.endswith("[x]") and not name.endswith(tuple(capitalised(kind) for kind in demand.types)):
        if name == "valueCode" and demand.types == ("CodeableConcept",) and not demand.codes:
            return found_one("type", f"{by} had a code here before. Now it has a CodeableConcept.", severity="warning")
        return found_one("type", f"{by} allows here: {', '.join(demand.types)}.")
    if demand.targets and isinstance(value, dict):
        wrong = check_reference(value, frozenset(demand.targets), base_checks().resources, Walk())
        if wrong and wrong[0][1] == "reference-target":
            return wrong
    return _not_listed(by, demand, value) if demand.codes else []


def _not_listed(by: str, demand: Demand, value: Any) -> list[Finding]:
    known = known_profiles()
    if _is_listed(value, known.codes[demand.codes]):
        return []
    if _is_listed(value, known.retired.get(demand.codes, ())):
        return found_one("code", f"UK Core has retired this code. Use one of the value set {demand.codes}.", severity="warning")
    return found_one("code", f"One coding must be of the value set {demand.codes}, which {by} requires.")


def _is_listed(value: Any, listed: tuple[str, ...]) -> bool:
    if not isinstance(value, dict):
        return any(each.rpartition("|")[2] == value for each in listed)
    codings = value.get("coding", [value])
    return any(f"{each.get('system', '')}|{each.get('code', '')}" in listed for each in codings)


def _broken(demand: Demand, value: Any, resource: dict[str, Any]) -> list[Finding]:
    found: list[Finding] = []
    for rule in demand.rules:
        holds = compiled(rule.expression, base_checks().names)
        if holds(value, Around(resource=resource, context=value)) is not True:
            found += found_one(rule.key, rule.words, severity=cast(Severity, rule.severity))
    return found
