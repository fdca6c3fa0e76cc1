"""A small reader of JSON Schema, for the keywords that the UK profile uses: it fails on one that it does not know."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

_KNOWN = {"type", "properties", "required", "items", "enum", "format", "allOf", "$ref", "additionalProperties"}
_SAID = {
    "name", "title", "description", "path", "datapackage_metadata", "datapackage_type", "constraints", "example", "core",
    "tabular_required", "default", "minimum", "maximum", "order",
}  # fmt: skip
_TYPES = {"object": dict, "array": list, "string": str, "number": (int, float), "integer": int, "boolean": bool}


class Schemas:
    """Schemas of a folder, by file name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> dict[str, Any]:
        return json.loads((self.folder / name).read_text())

    def faults(self, value: Any, name: str) -> list[str]:
        """What is wrong with a value, each with its path. None: it is valid."""
        return list(_faults(value, self.read(name), "$", self))


def _faults(value: Any, schema: dict[str, Any], where: str, schemas: Schemas) -> Iterator[str]:
    assert not (strange := set(schema) - _KNOWN - _SAID), f"{where} uses {strange}"
    if "$ref" in schema:
        yield from _faults(value, schemas.read(schema["$ref"].rsplit("/", 1)[-1]), where, schemas)
        return
    kind = schema.get("type")
    if kind and (not isinstance(value, _TYPES[kind]) or (kind != "boolean" and isinstance(value, bool))):
        yield f"{where} is no {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where} is none of {schema['enum']}"
    if isinstance(value, str) and not _has_format(value, schema.get("format", "")):
        yield f"{where} has not the format {schema['format']}"
    yield from _within(value, schema, where, schemas)


def _within(value: Any, schema: dict[str, Any], where: str, schemas: Schemas) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{where}.{name} is missing" for name in schema.get("required", ()) if name not in value)
        for name in value.keys() & schema.get("properties", {}).keys():
            yield from _faults(value[name], schema["properties"][name], f"{where}.{name}", schemas)
    for number, each in enumerate(value if isinstance(value, list) and "items" in schema else ()):
        yield from _faults(each, schema["items"], f"{where}[{number}]", schemas)


def _has_format(text: str, form: str) -> bool:
    if form == "uuid":
        try:
            return str(UUID(text)) == text.lower()
        except ValueError:
            return False
    if form == "date-time":
        try:
            return datetime.fromisoformat(text).tzinfo is not None
        except ValueError:
            return False
    return re.fullmatch({"uri": r"[a-z]+:\S+", "email": r"\S+@\S+\.\S+"}.get(form, r"(?s).*"), text) is not None
