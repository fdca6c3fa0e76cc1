"""FHIR's XML as its JSON, for examples that come in XML only: which elements repeat is read from HL7's own schema."""

import json
import xml.etree.ElementTree as ElementTree
from functools import lru_cache
from pathlib import Path
from typing import Any

FHIR = "{http://hl7.org/fhir}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@lru_cache(maxsize=1)
def _definitions(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text("utf-8"))["definitions"]


def as_json(text: str, schema: Path) -> dict[str, Any]:
    """A resource in XML as a resource in JSON."""
    root = ElementTree.fromstring(text)
    return _resource(root, _definitions(schema))


def _resource(node: ElementTree.Element, definitions: dict[str, Any]) -> dict[str, Any]:
    kind = node.tag.removeprefix(FHIR)
    return {"resourceType": kind, **_object(node, kind, definitions)}


def _object(node: ElementTree.Element, kind: str, definitions: dict[str, Any]) -> dict[str, Any]:
    properties = definitions[kind]["properties"]
    told: dict[str, Any] = {name: node.attrib[name] for name in ("id", "url") if name in node.attrib}
    for child in node:
        name = child.tag.removeprefix(FHIR).removeprefix(XHTML)
        shape = properties.get(name, {})
        value = _value(child, shape.get("items", shape), definitions)
        if shape.get("type") == "array":
            told.setdefault(name, []).append(value)
        else:
            told[name] = value
    return told


def _value(node: ElementTree.Element, shape: dict[str, Any], definitions: dict[str, Any]) -> Any:
    if node.tag.startswith(XHTML):
        return ElementTree.tostring(node, encoding="unicode").replace("html:", "").replace("xmlns:html", "xmlns")
    kind = shape.get("$ref", "").rpartition("/")[2]
    if kind == "ResourceList":
        return _resource(node[0], definitions)
    if "value" not in node.attrib:
        return _object(node, kind, definitions)
    return _primitive(node.attrib["value"], definitions.get(kind, shape).get("type", "string"))


def _primitive(text: str, kind: str) -> Any:
    if kind == "boolean":
        return text == "true"
    return (float(text) if "." in text else int(text)) if kind == "number" else text
