"""Each type as a structure of msgspec, whose C code reads names, types, lists, closed lists and ranges in one go.

A structure is narrower than its type: what stands under `_name` and contained resources have no place in it, since they are rare.
What a structure cannot say is for the walk of its type (see `walks`).
"""

import keyword
from typing import Annotated, Any, Literal, Union

import msgspec

from wholeplace.service.fhir.validation.table import Element, Table, choice_names

WHOLE = 2**31 - 1
SAID = "_said"  # the name under which a structure finds the others: no element of FHIR begins with a bar
TEXT = Annotated[str, msgspec.Meta(min_length=1)]
NUMBERS: dict[str, Any] = {
    "boolean": bool,
    "decimal": int | float,
    "integer": Annotated[int, msgspec.Meta(ge=-WHOLE - 1, le=WHOLE)],
    "positiveInt": Annotated[int, msgspec.Meta(ge=1, le=WHOLE)],
    "unsignedInt": Annotated[int, msgspec.Meta(ge=0, le=WHOLE)],
}
# Two at least: of a single type msgspec would not ask that a resource says it.
FIRST_READ = frozenset({"Bundle", "OperationOutcome"})


class Structures(dict[str, Any]):
    """The structure of each type by its name, made when it is first needed; types hold each other.

    `Resource` is any of the types of resource that were met so far: all 146 at once would take seconds to build.
    """

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self.resources = table.resources()
        self.read = FIRST_READ
        self.names: dict[type, str] = {}

    def __missing__(self, name: str) -> Any:
        made = self._any_resource() if name == "Resource" else self._structure(name)
        self[name] = made
        return made

    def grow(self, names: frozenset[str]) -> None:
        """Reads these types of resource from now on, too."""
        self.read |= names
        holders = {"Resource"}
        while more := {name for name in self if name not in holders and holders & self._held(name)}:
            holders |= more
        for name in holders & set(self):
            del self[name]

    def _held(self, name: str) -> set[str]:
        said = self.table.types.get(name)
        return {kind for each in self.table.elements(name).values() for kind in each.types} if said else set()

    def _any_resource(self) -> Any:
        return Union[tuple(self[name] for name in sorted(self.read))]  # noqa: UP007 - as many as there are

    def _structure(self, name: str) -> Any:
        is_resource = name in self.resources
        fields: list[Any] = []
        renamed: dict[str, str] = {}
        for stem, element in self.table.elements(name).items():
            if stem == "contained":
                continue
            for key, kind in choice_names(stem, element).items():
                renamed[attribute(key)] = key
                said = self._field(kind, element)
                if element.max != 1:
                    said = Annotated[list[said], msgspec.Meta(min_length=1, max_length=element.max)]
                must = element.min > 0 and not stem.endswith("[x]")
                fields.append((attribute(key), said) if must else (attribute(key), said, None))
        tag: dict[str, Any] = {"tag_field": "resourceType", "tag": name} if is_resource else {}
        made = msgspec.defstruct(
            name,
            fields,
            rename=renamed,
            forbid_unknown_fields=True,
            omit_defaults=True,
            kw_only=True,
            gc=False,
            namespace={SAID: self},
            **tag,
        )
        self.names[made] = name
        return made

    def _field(self, kind: str, element: Element) -> Any:
        if kind == "code" and element.codes in self.table.codes:
            return Literal[self.table.codes[element.codes]]
        if kind in NUMBERS:
            return NUMBERS[kind]
        # By its name, since it may hold this one: msgspec looks the name up when it first reads.
        return TEXT if kind not in self.table.types else f"{SAID}[{kind!r}]"


def attribute(key: str) -> str:
    """The name of an element as an attribute of its structure: `class` is a word of Python."""
    return f"{key}_" if keyword.iskeyword(key) else key
