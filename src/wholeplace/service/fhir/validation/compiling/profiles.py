"""Compiles UK Core and BaRS differentials into a list of demands for each profile.

A profile says what it wants of FHIR R4 beyond the base. Of each element of its differential we keep what can be
checked: minimum, maximum, fixed values, types, reference targets, required codes and rules. A slice is kept when its
members can be told by one value (such as the system of an identifier) or by the url of an extension; a demand on any
other slice is counted under `not_checked`, and so is a required list of codes whose members are not at hand.
"""

from pathlib import Path
from typing import Any

from wholeplace.service.fhir.validation.compiling.valuesets import ValueSets
from wholeplace.service.fhir.validation.compiling.xml import Part, read

FOLDERS = ("ukcore/structuredefinitions", "bars/simplifier/StructureDefinition")


def profile_table(standards: Path) -> dict[str, Any]:
    """The table of profiles from the owners' files in `standards`; the same files give the same table."""
    files = [path for folder in FOLDERS for path in sorted((standards / folder).glob("*.xml"))]
    definitions = [read(path) for path in files]
    kinds = {_last(each.text("url")): each.text("type") for each in definitions}
    sets = ValueSets(standards)
    by_name = {_last(each.text("url")): each for each in definitions}
    profiles = {name: _profile(each, kinds, sets, by_name) for name, each in by_name.items()}
    return {
        "source": {
            "title": "UK Core 0.22.0 (HL7 UK) and the BaRS 1.35.0 profiles (NHS England): what their differentials demand",
            "version": "UK Core 0.22.0, BaRS 1.35.0",
            "licence": "UK Core: Apache-2.0 (HL7 UK); BaRS profiles: NHS England, facts only",
        },
        "codes": sets.used(),
        "retired": sets.retired(),
        "profiles": dict(sorted(profiles.items())),
    }


def _last(url: str) -> str:
    return url.partition("|")[0].rpartition("/")[2]


def _elements(definition: Part) -> list[Part]:
    return [each for part in definition.all("differential") for each in part.all("element")]


def _with_bases(definition: Part, by_name: dict[str, Part]) -> dict[str, list[Part]]:
    """What a profile and those it is made from say of each element, the profile itself first."""
    said: dict[str, list[Part]] = {}
    at: Part | None = definition
    while at is not None:
        for each in _elements(at):
            said.setdefault(each.id, []).append(each)
        at = by_name.get(_last(at.text("baseDefinition")))
    return said


def _profile(definition: Part, kinds: dict[str, str], sets: ValueSets, by_name: dict[str, Part]) -> dict[str, Any]:
    elements = _elements(definition)
    by_id = _with_bases(definition, by_name)
    said: dict[str, Any] = {
        "url": definition.text("url"),
        "version": definition.text("version"),
        "type": definition.text("type"),
        "base": _last(definition.text("baseDefinition")),
    }
    slices, left_out = _slices(elements, by_id)
    demands = []
    for each in elements:
        if any(each.id == name or each.id.startswith(f"{name}.") for name in left_out):
            continue
        demand = _demand(each, kinds, sets, left_out)
        if len(demand) > 1:
            demands.append(demand)
    said["slices"] = slices
    said["demands"] = demands
    if left_out:
        said["not_checked"] = sorted(left_out)
    return said


def _path(name: str) -> str:
    """An element's id without the type it begins with; empty for the resource itself."""
    return name.partition(".")[2]


def _slices(elements: list[Part], by_id: dict[str, list[Part]]) -> tuple[dict[str, Any], set[str]]:
    """How the members of each slice are told, and the slices where that is more than we read."""
    known: dict[str, Any] = {}
    left_out: set[str] = set()
    for each in elements:
        if not each.text("sliceName"):
            continue
        told = _told_by(each, by_id)
        if told:
            known[_path(each.id)] = told
        else:
            left_out.add(each.id)
    return known, left_out


def _told_by(each: Part, by_id: dict[str, list[Part]]) -> dict[str, str] | None:
    profile = each.text("type", "profile")
    if each.text("path").endswith(("xtension",)):
        # A part of an extension goes by its bare name.
        url = profile or _fixed(by_id.get(f"{each.id}.url", [])) or each.text("sliceName")
        return {"by": "url", "value": url}
    sliced = by_id.get(each.id.rpartition(":")[0], [])
    for discriminator in [part for said in sliced for slicing in said.all("slicing") for part in slicing.all("discriminator")]:
        path = discriminator.text("path")
        value = _fixed(by_id.get(f"{each.id}.{path}", []))
        if discriminator.text("type") in ("value", "pattern") and value:
            return {"by": path, "value": value}
    return None


def _fixed(said: list[Part]) -> str:
    """The fixed text of an element; patterns and fixed objects do not occur in these profiles."""
    return next((part.value for each in said for part in each.parts if part.tag.startswith(("fixed", "pattern"))), "")


def _demand(each: Part, kinds: dict[str, str], sets: ValueSets, left_out: set[str]) -> dict[str, Any]:
    demand: dict[str, Any] = {"path": _path(each.id)}
    if int(each.text("min") or 0) > 0:
        demand["min"] = int(each.text("min"))
    if each.text("max") not in ("", "*"):
        demand["max"] = int(each.text("max"))
    if _fixed([each]):
        demand["fixed"] = _fixed([each])
    types = [part.text("code") for part in each.all("type")]
    if types and "Extension" not in types:
        demand["types"] = types
    targets = {_last(profile.value) for part in each.all("type") for profile in part.all("targetProfile")}
    if targets and "Resource" not in targets:
        demand["targets"] = sorted({kinds.get(name, name) for name in targets})
    name = _codes(each, sets, left_out)
    if name:
        demand["codes"] = name
    rules = [_rule(part) for part in each.all("constraint")]
    if rules:
        demand["rules"] = rules
    return demand


def _codes(each: Part, sets: ValueSets, left_out: set[str]) -> str:
    """The name of the closed list that an element's codes must be from; empty when it has none that we can read."""
    if each.text("binding", "strength") != "required":
        return ""
    name = sets.listed(each.text("binding", "valueSet"))
    if not name:
        left_out.add(f"{each.id} (codes)")
    return name


def _rule(part: Part) -> dict[str, str]:
    return {
        "key": part.text("key"),
        "severity": part.text("severity"),
        "words": part.text("human"),
        "expression": part.text("expression"),
    }
