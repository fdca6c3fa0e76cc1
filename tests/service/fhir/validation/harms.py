"""Where a fault can be put into a valid resource, and the register of the classes of fault.

Every class looks for the places where it can do its harm, and harms one of them. Nothing here asks the validator; what
FHIR allows at a place comes from the table's plain facts (types, cardinality, lists), which `test_two_roads.py`
compares with HL7's own definitions.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from wholeplace.service.fhir.validation.table import Element, base_table, choice_names

Resource = dict[str, Any]
TABLE = base_table()
TEXTS = frozenset(
    {"string", "code", "uri", "url", "canonical", "id", "markdown", "date", "dateTime", "instant", "time", "oid", "uuid", "element-id"}
)
NUMBERS = frozenset({"integer", "positiveInt", "unsignedInt", "decimal"})
PRIMITIVES = TEXTS | NUMBERS | {"boolean", "base64Binary", "xhtml"}


@dataclass(frozen=True, kw_only=True)
class Site:
    """One element in a resource: the object that holds it, its name there, its type, and what FHIR says of it."""

    holder: dict[str, Any]
    holder_type: str
    key: str
    stem: str
    kind: str
    element: Element

    @property
    def value(self) -> Any:
        return self.holder[self.key]

    @property
    def listed(self) -> bool:
        return isinstance(self.value, list)


def sites(value: Resource, kind: str) -> Iterator[Site]:
    """Every element in a resource, from the top down; what stands under `_name` is passed over."""
    known = {given: (stem, name, each) for stem, each in TABLE.elements(kind).items() for given, name in choice_names(stem, each).items()}
    for key, part in list(value.items()):
        if key not in known:
            continue
        stem, name, element = known[key]
        yield Site(holder=value, holder_type=kind, key=key, stem=stem, kind=name, element=element)
        for each in part if isinstance(part, list) else [part]:
            if isinstance(each, dict):
                yield from sites(each, each["resourceType"] if name == "Resource" else name)


Harm = Callable[[Resource, Site, random.Random], bool]
HARMS: dict[str, Harm] = {}


def harm(function: Harm) -> Harm:
    """Registers a class of fault under the name of its function. It returns False where it can do no harm."""
    HARMS[function.__name__] = function
    return function


def put(site: Site, value: Any, draw: random.Random) -> bool:
    """Puts a value in the element's place, or in the place of one of its members."""
    if site.listed:
        site.value[draw.randrange(len(site.value))] = value
    else:
        site.holder[site.key] = value
    return True


def beside(site: Site) -> bool:
    return "_" + site.key in site.holder
