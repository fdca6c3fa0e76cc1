"""Says yes at once to what is plainly valid. Whatever it does not know to be valid goes the long way, which decides.

Nearly every message is valid, and has nothing rare in it: no element without a value, no contained resource, no 29th of
February. For these the shape of each type is a structure of msgspec, whose C code reads names, types, lists, closed
lists and grammars in one go. What a structure cannot say (references, extensions, choices, rules, Bundles) is asked of
the same code that the long way uses. The one duty of this file is to be narrower than the long way: it may refuse what
is valid, and must never accept what is not. `test_quick.py` holds it to that with every mutant there is.
"""

import re
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, Literal

import msgspec

from wholeplace.service.fhir.validation.building import Checks, base_checks
from wholeplace.service.fhir.validation.faults import DEEPEST, Check, Finding, Found, Primitive, Walk, found_one
from wholeplace.service.fhir.validation.references import check_reference
from wholeplace.service.fhir.validation.resources import resource_check
from wholeplace.service.fhir.validation.shapes import finishing
from wholeplace.service.fhir.validation.table import Element, choice_names

INNER_LEVELS = 8  # structures within structures, at most, before something else is asked
NOT_PLAIN: list[Finding] = found_one("", "")
# Structures do not notice an object without members, nor a control character, which JSON can only write escaped.
EMPTY_OBJECT = re.compile(rb"\{[ \t\r\n]*\}")
ESCAPED = (b"\\u00", b"\\b", b"\\f")
MONTH = r"(?:0[1-9]|1[0-2])"
DAY = r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
YEAR = r"[12]\d{3}"
TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)"
ADDRESS = r"(?:(?!urn:)[!-~]+|urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
GRAMMARS = {
    "canonical": ADDRESS,
    "code": r"[!-~]+(?: [!-~]+)*",
    "date": rf"(?:{YEAR}-{DAY}|{YEAR}(?:-{MONTH})?)",
    "dateTime": rf"(?:{YEAR}-{DAY}(?:T{TIME}{ZONE})?|{YEAR}(?:-{MONTH})?)",
    "id": r"[A-Za-z0-9\-.]{1,64}",
    "instant": rf"{YEAR}-{DAY}T{TIME}{ZONE}",
    "time": TIME,
    "uri": ADDRESS,
    "url": ADDRESS,
}
NUMBERS: dict[str, Any] = {
    "boolean": bool,
    "decimal": float,
    "integer": Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)],
    "positiveInt": Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)],
    "unsignedInt": Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)],
    "markdown": Annotated[str, msgspec.Meta(min_length=1)],
    "string": Annotated[str, msgspec.Meta(min_length=1)],
}


class _Asked:
    """A place in a structure that is asked of a check; each place has a class of its own, as msgspec tells them by class."""


class Quick:
    """The structures of one table, each built once."""

    def __init__(self, checks: Checks) -> None:
        self.checks = checks
        self.built: dict[str, Check] = {}
        self.structures: dict[str, Any] = {}
        self.heights: dict[str, int] = {}  # how many structures lie within each other, from a type down
        self.asked: dict[type, tuple[Check, _Asked]] = {}
        self.resource = resource_check(self.of, checks.resources)
        self.extension = self._ask(lambda value, walk, depth: checks.of("Extension")(value, walk, depth))
        self.any_resource = self._ask(self.resource)

    def is_plainly_valid(self, raw: bytes, resource: Any) -> bool:
        """Whether the bytes, which hold this resource, are valid and plain; False says nothing about them."""
        if EMPTY_OBJECT.search(raw) or (b"\\" in raw and any(each in raw for each in ESCAPED)):
            return False
        return self.resource(resource, Walk(), 1) is None

    def of(self, name: str) -> Check:
        """The check of a type."""
        known = self.built.get(name)
        if known is None:
            known = self.built[name] = self._check(name)
        return known

    def _check(self, name: str) -> Check:
        # What must be there, and that an element has more than an id, the structure itself has seen to.
        finish = finishing(replace(self.checks.shape(name), required=(), needs_content=False))
        structure, asked = self._structure(name, ()), self.asked
        convert, refusal = msgspec.convert, msgspec.ValidationError

        def check(value: Any, walk: Walk, depth: int) -> Found:
            def ask(kind: type, part: Any) -> _Asked:
                check, answer = asked[kind]
                if check(part, walk, depth + INNER_LEVELS) is not None:
                    raise ValueError
                return answer

            if depth > DEEPEST:
                return NOT_PLAIN
            try:
                convert(value, structure, dec_hook=ask)
            except refusal:
                return NOT_PLAIN
            return finish(value, walk, []) if finish is not None else None

        return check

    def _ask(self, check: Check) -> type:
        kind = type("Asked", (_Asked,), {})
        self.asked[kind] = (check, kind())
        return kind

    def _structure(self, name: str, outer: tuple[str, ...]) -> Any:
        """A type as a structure. Ids of elements and what stands under `_name` have no place in it: they are rare."""
        within = (*outer, name)
        self.heights[name] = 1
        is_resource = self.checks.table.types[name].kind != "type"
        fields: list[Any] = [("resourceType", str)] if is_resource else []
        for stem, element in self.checks.table.elements(name).items():
            if stem == "contained" or (stem == "id" and not is_resource):
                continue
            for key, kind in choice_names(stem, element).items():
                must = element.min > 0 and not stem.endswith("[x]")
                said = self._field(kind, element, within)
                said = Annotated[list[said], msgspec.Meta(min_length=1)] if element.max is None else said
                fields.append((key, said) if must else (key, said | msgspec.UnsetType, msgspec.UNSET))
        renamed = {f"f{at}": field[0] for at, field in enumerate(fields)}
        numbered = [(f"f{at}", *field[1:]) for at, field in enumerate(fields)]
        return msgspec.defstruct(name, numbered, rename=renamed, forbid_unknown_fields=True, kw_only=True, gc=False)

    def _field(self, kind: str, element: Element, within: tuple[str, ...]) -> Any:
        if kind == "code" and element.codes and element.codes in self.checks.table.codes:
            return Literal[self.checks.table.codes[element.codes]]
        if kind in NUMBERS:
            return NUMBERS[kind]
        if kind in GRAMMARS:
            return Annotated[str, msgspec.Meta(pattern=rf"^{GRAMMARS[kind]}\Z")]
        if kind in self.checks.primitives:
            return self._ask(_of_primitive(self.checks.primitives[kind]))
        if kind in ("Extension", "Resource"):
            return self.extension if kind == "Extension" else self.any_resource
        return self._object(kind, element, within)

    def _object(self, kind: str, element: Element, within: tuple[str, ...]) -> Any:
        if kind == "Reference":
            return self._ask(self._reference(frozenset(element.targets)))
        if element.rules or element.codes or element.max not in (1, None):
            return self._ask(self.checks.inner("", kind, element))
        if kind not in within and self._is_plain(kind):
            if kind not in self.structures:
                self.structures[kind] = self._structure(kind, within)
            height = max(self.heights[within[-1]], self.heights[kind] + 1)
            if height < INNER_LEVELS:
                self.heights[within[-1]] = height
                return self.structures[kind]
        return self._ask(lambda value, walk, depth: self.of(kind)(value, walk, depth))

    def _is_plain(self, kind: str) -> bool:
        """Whether a structure says all there is to say of a type: it has no choices and no rules."""
        return not self.checks.shape(kind).invariants and not any(stem.endswith("[x]") for stem in self.checks.table.elements(kind))

    def _reference(self, targets: frozenset[str]) -> Check:
        whole = self.checks.reference(targets)
        resources = self.checks.resources

        def check(value: Any, walk: Walk, depth: int) -> Found:
            if type(value) is dict and len(value) == 1 and type(value.get("reference")) is str:
                return check_reference(value, targets, resources, walk)
            return whole(value, walk, depth)

        return check


def _of_primitive(primitive: Primitive) -> Check:
    return lambda value, *_: primitive(value)


@cache
def base_quick() -> Quick:
    """The structures of FHIR R4 itself."""
    return Quick(base_checks())
