"""The compiled tables, read once: types with their elements and rules, closed lists of codes, grammars."""

from functools import cache
from pathlib import Path

import msgspec

TABLES = Path(__file__).parent / "tables"
BACKBONES = frozenset({"BackboneElement", "Element"})


class Rule(msgspec.Struct, frozen=True):
    """One invariant: its key in the specification, how bad a breach is, its words, and its FHIRPath expression."""

    key: str
    severity: str
    words: str
    expression: str


class Element(msgspec.Struct, frozen=True):
    """One element of a type. `max` None: any number. A choice is named `value[x]` and has several types."""

    types: tuple[str, ...]
    min: int = 0
    max: int | None = None
    targets: tuple[str, ...] = ()
    codes: str = ""
    rules: tuple[Rule, ...] = ()


class Type(msgspec.Struct, frozen=True):
    """One type of FHIR: `kind` resource (known in full), shape (a resource known by its shape only) or type."""

    elements: dict[str, Element]
    base: str = ""
    kind: str = "type"
    rules: tuple[Rule, ...] = ()


class Table(msgspec.Struct, frozen=True):
    """All of FHIR R4 that we know, and where it comes from."""

    source: dict[str, str]
    primitives: dict[str, str]
    codes: dict[str, tuple[str, ...]]
    systems: dict[str, str]
    types: dict[str, Type]

    def elements(self, name: str) -> dict[str, Element]:
        """The elements of a type with those it inherits."""
        said = self.types[name]
        inherited = self.elements(said.base) if said.base else {}
        return {**inherited, **said.elements}

    def resources(self) -> frozenset[str]:
        """The names of all types of resource."""
        return frozenset(name for name, said in self.types.items() if said.kind != "type")


def capitalised(name: str) -> str:
    """A type as it stands at the end of a choice's name: `dateTime` becomes `DateTime`."""
    return name[0].upper() + name[1:]


def choice_names(name: str, element: Element) -> dict[str, str]:
    """The names under which an element stands in JSON, each with its type: one, or one for each type of a choice."""
    if not name.endswith("[x]"):
        return {name: element.types[0]}
    return {name[:-3] + capitalised(kind): kind for kind in element.types}


@cache
def base_table() -> Table:
    """FHIR R4 as compiled into this package."""
    return msgspec.json.decode((TABLES / "r4.json").read_bytes(), type=Table)
