"""The slow, plain road: reads a StructureDefinition's snapshot line by line and says what it says of a resource.

Only what a snapshot itself knows: the elements of a resource and of its backbones, how often each stands there, in
which of its types, and whether as one or as a list. Data types, codes and rules are not its matter.
"""

import json
from pathlib import Path
from typing import Any

Told = set[tuple[str, str]]
BACKBONES = ({"BackboneElement"}, {"Element"})


def snapshot(standards: Path, kind: str) -> dict[str, dict[str, Any]]:
    """Each element of a resource by its path in the snapshot."""
    text = (standards / "fhir-r4" / "structuredefinitions" / f"{kind}.json").read_text()
    return {element["path"]: element for element in json.loads(text)["snapshot"]["element"]}


def told(elements: dict[str, dict[str, Any]], value: dict[str, Any], path: str, at: str) -> tuple[Told, set[str]]:
    """What is wrong with one object (place, rule), and the places of all objects that were looked at."""
    found: Told = set()
    seen = {at}
    children = {each: said for each, said in elements.items() if each.rpartition(".")[0] == path}
    names: dict[str, tuple[str, dict[str, Any]]] = {}
    for each, said in children.items():
        names |= dict.fromkeys(_names(each.rpartition(".")[2], said), (each, said))
    for key, part in value.items():
        if key in ("resourceType",) or (key.startswith("_") and key[1:] in names):
            continue
        if key not in names:
            found.add((at, "unknown-element"))
            continue
        below, wrong, looked = _part(elements, names[key], part, at)
        found |= below | wrong
        seen |= looked
    for each, said in children.items():
        name = each.rpartition(".")[2]
        given = [key for key in _names(name, said) if key in value or "_" + key in value]
        bare = name.removesuffix("[x]")
        if len(given) < said["min"] and not given:
            found.add((f"{at}.{bare}", "minimum"))
        if len(given) > 1:
            found.add((f"{at}.{bare}", "choice"))
    return found, seen


def _names(name: str, said: dict[str, Any]) -> list[str]:
    if not name.endswith("[x]"):
        return [name]
    return [name[:-3] + kind["code"][0].upper() + kind["code"][1:] for kind in said["type"]]


def _part(elements: dict[str, Any], named: tuple[str, dict[str, Any]], part: Any, at: str) -> tuple[Told, Told, set[str]]:
    path, said = named
    place = f"{at}.{path.rpartition('.')[2].removesuffix('[x]')}"
    many = said["base"]["max"] != "1"
    if part is None or part in ([], {}, ""):
        return set(), {(place, "empty")}, set()
    if many != isinstance(part, list):
        return set(), {(place, "shape")}, set()
    inner = said.get("contentReference", f"#{path}").removeprefix("#")
    holds_more = "contentReference" in said or {kind["code"] for kind in said.get("type", [])} in BACKBONES
    found: Told = set()
    seen: set[str] = set()
    for number, each in enumerate(part if many else [part]):
        if holds_more and isinstance(each, dict) and each:
            wrong, looked = told(elements, each, inner, f"{place}[{number}]" if many else place)
            found |= wrong
            seen |= looked
    return found, set(), seen
