"""The owners' examples in XML, read as the JSON they would be: the table knows what is a list and which type a value has."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from wholeplace.service.fhir.validation.table import Element, base_table, choice_names

TABLE = base_table()
FHIR, XHTML = "{http://hl7.org/fhir}", "http://www.w3.org/1999/xhtml"
WHOLE = frozenset({"integer", "positiveInt", "unsignedInt"})


def in_xml(standards: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every example and definition in XML of BaRS and NHS England, by the name of its file."""
    ElementTree.register_namespace("", XHTML)
    for folder in ("bars/simplifier", "england"):
        for path in sorted((standards / folder).rglob("*.xml")):
            root = ElementTree.parse(path).getroot()
            yield path.name, _object(root, root.tag.removeprefix(FHIR))


def _object(part: ElementTree.Element, kind: str) -> dict[str, Any]:
    if kind == "Resource":
        return _object(part[0], part[0].tag.removeprefix(FHIR))
    found: dict[str, Any] = {key: value for key, value in part.attrib.items() if key in ("id", "url")}
    if TABLE.types[kind].kind != "type":
        found["resourceType"] = kind
    known = {name: (inner, each) for stem, each in TABLE.elements(kind).items() for name, inner in choice_names(stem, each).items()}
    for child in part:
        name = child.tag.rpartition("}")[2]
        _put(found, name, child, *known.get(name, ("", Element(types=()))))
    return found


def _put(found: dict[str, Any], name: str, child: ElementTree.Element, kind: str, element: Element) -> None:
    """Puts a child where JSON has it; one that FHIR does not know goes in as it is, for the validator to find."""
    is_object = kind in TABLE.types or kind == "Resource"
    value = _object(child, kind) if is_object else _primitive(child, kind)
    if value is not None and kind and element.max != 1:
        found.setdefault(name, []).append(value)
    elif value is not None:
        found[name] = value
    if not is_object and kind != "xhtml" and len(child):
        found["_" + name] = _object(child, "Element")


def _primitive(child: ElementTree.Element, kind: str) -> Any:
    text = child.get("value")
    if kind == "xhtml":
        return ElementTree.tostring(child, encoding="unicode").strip()
    if kind == "boolean":
        return {"true": True, "false": False}.get(text or "", text)
    if kind in WHOLE and text is not None and text.lstrip("-").isdigit():
        return int(text)
    return float(text) if kind == "decimal" and text is not None else text
