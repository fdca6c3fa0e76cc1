"""Reads a FHIR definition written in XML: each element is its tag, its value, its id and its parts."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

SPACE = "{http://hl7.org/fhir}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One element of a definition. `value` is empty for an element that only has parts."""

    tag: str
    value: str
    id: str
    parts: tuple["Part", ...]

    def all(self, tag: str) -> list["Part"]:
        """The parts of one name."""
        return [each for each in self.parts if each.tag == tag]

    def first(self, *tags: str) -> "Part | None":
        """The first part down a path of names."""
        part: Part | None = self
        for tag in tags:
            found = part.all(tag) if part else []
            part = found[0] if found else None
        return part

    def text(self, *tags: str) -> str:
        """The value down a path of names, empty when there is none."""
        part = self.first(*tags)
        return part.value if part else ""


def read(path: Path) -> Part:
    """A definition from its file; the files are the owners' and at hand, never what a stranger sent."""
    return _part(ElementTree.parse(path).getroot())


def _part(element: ElementTree.Element) -> Part:
    parts = tuple(_part(each) for each in element)
    return Part(tag=element.tag.removeprefix(SPACE), value=element.get("value", ""), id=element.get("id", ""), parts=parts)
