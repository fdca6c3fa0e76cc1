"""Compiles FHIR R4 itself into our own table: 42 resource types from their StructureDefinitions, the rest by shape.

Two owners' files say two halves. A StructureDefinition knows every cardinality, reference target, binding and rule of
its resource, but there are only 42 of them at hand and none for data types. `fhir.schema.json` knows the shape of all
types and most closed lists of codes, but no cardinality of primitives and no reference target. `datatypes.toml` holds
what neither says about data types.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

from wholeplace.service.fhir.validation.compiling.schema import Schema, type_name

FACTS = Path(__file__).parent.parent / "datatypes.toml"
MEDIA_TYPES = "mimetypes"  # a required binding to a grammar (BCP 13), not to a list
SYNTAX_ONLY = frozenset({MEDIA_TYPES})
QUANTITIES = ("Age", "Count", "Distance", "Duration", "SimpleQuantity")  # kinds of Quantity: its rule is theirs
ABSTRACT_RESOURCES = ("DomainResource", "Resource")
ABSTRACT_TYPES = ("Any", "BackboneElement", "Element", "Type", "xhtml")
INHERITED = {
    "Resource": ("id", "meta", "implicitRules", "language"),
    "DomainResource": ("text", "contained", "extension", "modifierExtension"),
    "Element": ("id", "extension"),
    "BackboneElement": ("modifierExtension",),
}


def base_table(standards: Path) -> dict[str, Any]:
    """The table of FHIR R4 from the owners' files in `standards`; the same files give the same table."""
    schema = Schema(json.loads((standards / "fhir-r4" / "fhir.schema.json").read_text()))
    facts = tomllib.loads(FACTS.read_text())
    codes = {"resource-types": sorted({*schema.resources, *ABSTRACT_RESOURCES}), "all-types": _all_types(schema)}
    types = _roots()
    for name in schema.types():
        types[name] = _by_shape(schema, name, codes)
    _add_facts(types, facts)
    for path in sorted((standards / "fhir-r4" / "structuredefinitions").glob("*.json")):
        _add_resource(types, codes, schema, json.loads(path.read_text()))
    used = {each["codes"] for said in types.values() for each in said["elements"].values() if "codes" in each}
    return {
        "source": {
            "title": "HL7 FHIR R4 4.0.1: StructureDefinitions of 42 resources, fhir.schema.json; rules of data types from datatypes.toml",
            "version": "4.0.1",
            "licence": "CC0-1.0",
            "data_types": facts["source"],
        },
        "primitives": schema.primitives(),
        "codes": {name: listed for name, listed in sorted(codes.items()) if name in used},
        "systems": facts["systems"],
        "types": dict(sorted(types.items())),
    }


def _all_types(schema: Schema) -> list[str]:
    data_types = {name for name in schema.definitions if "_" not in name and name != "ResourceList"}
    return sorted({*data_types, *schema.resources, *ABSTRACT_RESOURCES, *ABSTRACT_TYPES})


def _roots() -> dict[str, Any]:
    """The four types that others inherit from; their rules (ele-1, ext-1, dom-1 to dom-6) are checked by hand-written code."""
    one = {"max": 1}
    return {
        "Element": {"elements": {"id": {"types": ["element-id"], **one}, "extension": {"types": ["Extension"]}}},
        "BackboneElement": {"base": "Element", "elements": {"modifierExtension": {"types": ["Extension"]}}},
        "Resource": {
            "elements": {
                "id": {"types": ["id"], **one},
                "meta": {"types": ["Meta"], **one},
                "implicitRules": {"types": ["uri"], **one},
                "language": {"types": ["code"], **one},
            }
        },
        "DomainResource": {
            "base": "Resource",
            "elements": {
                "text": {"types": ["Narrative"], **one},
                "contained": {"types": ["Resource"]},
                "extension": {"types": ["Extension"]},
                "modifierExtension": {"types": ["Extension"]},
            },
        },
    }


def _by_shape(schema: Schema, name: str, codes: dict[str, list[str]]) -> dict[str, Any]:
    """A type as the JSON schema knows it."""
    base = schema.base_of(name)
    inherited = {each for root in (base, *_above(base)) for each in INHERITED[root]}
    elements = {key: element for key, element in schema.elements(name, codes).items() if key not in inherited}
    kind = "shape" if schema.is_resource(name) else "type"
    return {"base": base, "kind": kind, "elements": dict(sorted(elements.items()))}


def _above(base: str) -> tuple[str, ...]:
    return {"DomainResource": ("Resource",), "BackboneElement": ("Element",)}.get(base, ())


def _add_facts(types: dict[str, Any], facts: dict[str, Any]) -> None:
    for name, elements in facts["required"].items():
        for element in elements:
            types[name]["elements"][element]["min"] = 1
    for word, key in (("targets", "targets"), ("codes", "codes"), ("types", "types")):
        for path, said in facts[word].items():
            name, element = path.split(".")
            types[name]["elements"][element][key] = [said] if key == "types" else said
    quantity = types["Quantity"]
    types["SimpleQuantity"] = {**quantity, "elements": {key: each for key, each in quantity["elements"].items() if key != "comparator"}}
    for rule in facts["rule"]:
        said = {"key": rule["key"], "severity": "error", "words": rule["words"], "expression": rule["expression"]}
        names = [rule["type"], *(QUANTITIES if rule["type"] == "Quantity" else ())]
        for name in names:
            types[name].setdefault("rules", []).append(said)


def _add_resource(types: dict[str, Any], codes: dict[str, list[str]], schema: Schema, definition: dict[str, Any]) -> None:
    """Replaces a resource's shape by all that its StructureDefinition says, one type for each of its backbones."""
    root = definition["type"]
    for name in [each for each in types if each.startswith(f"{root}_")]:
        del types[name]
    for element in definition["snapshot"]["element"]:
        path = element["path"]
        if path == root or _is_backbone(element):
            base = definition["baseDefinition"].rpartition("/")[2] if path == root else element["type"][0]["code"]
            types[path] = {"base": base, "kind": "resource" if path == root else "type", "elements": {}}
            rules = [_rule(each) for each in element.get("constraint", []) if _own(each)]
            if rules:
                types[path]["rules"] = rules
        if path != root:
            _add_element(types, codes, schema, element)


def _own(constraint: dict[str, Any]) -> bool:
    return constraint["key"].partition("-")[0] not in {"ele", "ext", "dom"}


def _rule(constraint: dict[str, Any]) -> dict[str, str]:
    return {
        "key": constraint["key"],
        "severity": constraint["severity"],
        "words": constraint["human"],
        "expression": constraint["expression"],
    }


def _is_backbone(element: dict[str, Any]) -> bool:
    return [each["code"] for each in element.get("type", [])] in (["BackboneElement"], ["Element"])


def _add_element(types: dict[str, Any], codes: dict[str, list[str]], schema: Schema, element: dict[str, Any]) -> None:
    parent, _, name = element["path"].rpartition(".")
    roots = ("Resource", "DomainResource") if "." not in parent else ("Element", "BackboneElement")
    if any(name in INHERITED[root] for root in roots):
        return
    said: dict[str, Any] = {"types": _types_of(element)}
    if element["max"] != "*":
        said["max"] = int(element["max"])
    if element["min"]:
        said["min"] = element["min"]
    named = {each.rpartition("/")[2] for kind in element.get("type", []) for each in kind.get("targetProfile", [])}
    # The copies at hand name two types that a vendor added (AuditEvent.source.observer): FHIR R4 has none such.
    targets = sorted(named.intersection(schema.resources))
    if targets and "Resource" not in named:
        said["targets"] = targets
    binding = element.get("binding", {})
    if binding.get("strength") == "required":
        said["codes"] = _codes_of(codes, schema, element)
    rules = [_rule(each) for each in element.get("constraint", []) if _own(each)]
    if rules and not _is_backbone(element):
        said["rules"] = rules
    types[parent]["elements"][name] = said


def _types_of(element: dict[str, Any]) -> list[str]:
    if "contentReference" in element:
        return [element["contentReference"].removeprefix("#")]
    if _is_backbone(element):
        return [element["path"]]
    found = []
    for each in element["type"]:
        simple = any(profile.endswith("/SimpleQuantity") for profile in each.get("profile", []))
        found.append("SimpleQuantity" if simple else type_name(each["code"]))
    return found


def _codes_of(codes: dict[str, list[str]], schema: Schema, element: dict[str, Any]) -> str:
    """The name of the closed list; its codes come from the schema, or from the element's one-line summary (`a | b | c`)."""
    name = element["binding"]["valueSet"].partition("|")[0].rpartition("/")[2]
    if name in SYNTAX_ONLY or name in codes:
        return name
    listed = schema.listed(element["path"]) or [each.strip() for each in element["short"].split("|")]
    codes[name] = listed
    return name
