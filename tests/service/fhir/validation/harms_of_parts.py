"""Faults of the parts that FHIR builds with: references, choices, extensions, narratives, contained resources."""

import random
from typing import Any

from tests.service.fhir.validation.harms import PRIMITIVES, TABLE, Resource, Site, beside, harm, put
from wholeplace.service.fhir.validation.table import capitalised


@harm
def reference_to_another_type(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.kind != "Reference" or not site.element.targets:
        return False
    wrong = sorted(TABLE.resources() - set(site.element.targets))
    reference = draw.choice(["{}/one", "https://a.example/fhir/{}/one", "{}/one/_history/2"]).format(draw.choice(wrong))
    return put(site, {"reference": reference}, draw)


@harm
def reference_beside_another_type(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.kind != "Reference" or not site.element.targets:
        return False
    return put(site, {"type": draw.choice(sorted(TABLE.resources() - set(site.element.targets))), "display": "a"}, draw)


@harm
def reference_of_no_form(resource: Resource, site: Site, draw: random.Random) -> bool:
    wrong = ["one", "Surprise/one", "Patient/", "patient/one", "Patient/one/two", "Patient/a_b", ":uuid:1", "urn:uuid:1", "Patient one"]
    return site.kind == "Reference" and put(site, {"reference": draw.choice(wrong)}, draw)


@harm
def reference_to_nothing_contained(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind == "Reference" and put(site, {"reference": "#nothing"}, draw)


@harm
def two_forms_of_a_choice(resource: Resource, site: Site, draw: random.Random) -> bool:
    others = [
        kind for kind in ("string", "boolean", "dateTime", "integer", "uri", "code") if kind in site.element.types and kind != site.kind
    ]
    if not site.stem.endswith("[x]") or not others:
        return False
    values = {"string": "a", "boolean": True, "dateTime": "2026-03-02", "integer": 1, "uri": "urn:a", "code": "a"}
    kind = draw.choice(others)
    site.holder[site.stem[:-3] + capitalised(kind)] = values[kind]
    return True


@harm
def choice_of_a_type_not_allowed(resource: Resource, site: Site, draw: random.Random) -> bool:
    wrong = [kind for kind in ("Money", "Signature", "base64Binary", "Address", "Schedule") if kind not in site.element.types]
    if not site.stem.endswith("[x]") or not wrong:
        return False
    site.holder[site.stem[:-3] + capitalised(draw.choice(wrong))] = site.holder.pop(site.key)
    return True


@harm
def extension_without_url(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind == "Extension" and put(site, {"valueString": "a"}, draw)


@harm
def extension_of_nothing(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind == "Extension" and put(site, {"url": "https://a.example"}, draw)


@harm
def extension_of_both(resource: Resource, site: Site, draw: random.Random) -> bool:
    inner = {"url": "a", "valueCode": "b"}
    return site.kind == "Extension" and put(site, {"url": "https://a.example", "valueString": "a", "extension": [inner]}, draw)


@harm
def nothing_beside_a_primitive(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.kind not in PRIMITIVES - {"xhtml"} or site.stem == "id" or beside(site):
        return False
    wrong: list[Any] = [[{}], [None] * (len(site.value) + 1), {"id": "a"}] if site.listed else [{}, [None], "a", {"surprise": 1}]
    site.holder["_" + site.key] = draw.choice(wrong)
    return True


@harm
def bare_primitive(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.kind not in PRIMITIVES - {"xhtml"} or site.stem == "id" or site.listed or beside(site):
        return False
    del site.holder[site.key]
    site.holder["_" + site.key] = {"id": "a"}
    return True


@harm
def unsafe_narrative(resource: Resource, site: Site, draw: random.Random) -> bool:
    space = 'xmlns="http://www.w3.org/1999/xhtml"'
    wrong = [
        f"<div {space}><script>a()</script></div>",
        f'<div {space}><p onclick="a()">a</p></div>',
        f'<div {space}><a href="javascript:a()">a</a></div>',
        f"<div {space}><p>a</div>",
        f"<div {space}> </div>",
        "<div>a</div>",
        f"<p {space}>a</p>",
        f"<!DOCTYPE a><div {space}>a</div>",
        f"<div {space}><form><input/></form></div>",
        f'<div {space}><iframe src="https://a.example"/></div>',
        "plain",
    ]
    return site.kind == "xhtml" and put(site, draw.choice(wrong), draw)


@harm
def resource_of_no_type(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.kind != "Resource":
        return False
    wrong: list[Any] = ["Surprise", "Element", "DomainResource", 1, "slot"]
    return put(site, {"resourceType": draw.choice(wrong), "id": "a"}, draw)


@harm
def contained_wrongly(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.key != "contained":
        return False
    inner = site.value[0]
    wrong: list[Resource] = [
        {"contained": [{"resourceType": "Location", "id": "inner"}]},
        {"meta": {"versionId": "1"}},
        {"meta": {"lastUpdated": "2026-03-02T09:00:00Z"}},
        {"meta": {"security": [{"code": "R"}]}},
        {"id": "never-meant"},
    ]
    inner.update(draw.choice(wrong))
    return True
