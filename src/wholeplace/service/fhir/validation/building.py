"""Builds the check of each type from the table, when it is first needed."""

import difflib
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from typing import Any, cast

from wholeplace.service.fhir.validation.faults import Check, Found, Primitive, Severity, Walk, found_one
from wholeplace.service.fhir.validation.fhirpath import Names, compiled
from wholeplace.service.fhir.validation.grammar import code_check, primitive_checks
from wholeplace.service.fhir.validation.narrative import check_narrative
from wholeplace.service.fhir.validation.references import check_reference
from wholeplace.service.fhir.validation.resources import contained_check, resource_check
from wholeplace.service.fhir.validation.shapes import Choice, Invariant, Shape, broken, list_check, object_check
from wholeplace.service.fhir.validation.table import Element, Rule, Table, Type, base_table, choice_names

MOST_SHOWN = 15  # codes of a closed list that a message names
SYNTAX_ONLY = frozenset({"mimetypes"})  # bound to a grammar, not to a list


class Checks:
    """The checks of one table, each built once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.resources = table.resources()
        self.primitives = primitive_checks(table.primitives) | {"xhtml": check_narrative}
        self.built: dict[str, Check] = {}
        self.resource = resource_check(self.of, self.resources)
        self.contained = contained_check(self.of, self.resources)

    def of(self, name: str) -> Check:
        """The check of a type by its name in the table."""
        known = self.built.get(name)
        if known is None:
            known = self.resource if name == "Resource" else object_check(self.shape(name), self._late("Element"), self._hint(name))
            self.built[name] = known
        return known

    @cached_property
    def names(self) -> Names:
        """What names mean in rules."""
        choices: dict[str, set[str]] = {}
        for said in self.table.types.values():
            for name, element in said.elements.items():
                if name.endswith("[x]"):
                    given = choice_names(name, element)
                    choices.setdefault(name[:-3], set()).update(given, ("_" + each for each in given))
        return Names(resources=self.resources, choices={name: frozenset(given) for name, given in choices.items()})

    @cached_property
    def element_names(self) -> frozenset[str]:
        """Every name that an element of FHIR has: only these are ever told back."""
        types = self.table.types.values()
        return frozenset(given for said in types for name, each in said.elements.items() for given in choice_names(name, each))

    def _hint(self, name: str) -> Callable[[str], str]:
        """What an unknown name in a type may have meant. The name itself may hold anything, so it is never shown."""
        own = sorted(given for stem, each in self.table.elements(name).items() for given in choice_names(stem, each))

        def hint(key: str) -> str:
            if key in self.element_names:
                return f" `{key}` belongs elsewhere."
            near = difflib.get_close_matches(key[:40], own, n=1, cutoff=0.75)
            return f" Did you mean `{near[0]}`?" if near else ""

        return hint

    def _late(self, name: str) -> Check:
        """The check of a type that may not be built yet: types hold each other."""

        def check(value: Any, walk: Walk, depth: int) -> Found:
            return self.of(name)(value, walk, depth)

        return self.built.get(name, check)

    def shape(self, name: str) -> Shape:
        """What one type's object is checked against."""
        said = self.table.types[name]
        elements = self.table.elements(name)
        shape = Shape(is_extension=name == "Extension", needs_content=said.kind == "type" and name != "Element")
        if said.kind != "type":
            shape.plain["resourceType"] = lambda _: None
        choices: list[Choice] = []
        primitives: set[str] = set()
        for stem, element in elements.items():
            given = choice_names(stem, element)
            primitives.update(key for key, kind in given.items() if kind in self.primitives)
            for key, kind in given.items():
                self._place(shape, key, kind, element)
            if stem.endswith("[x]"):
                shape.labels.update(dict.fromkeys(given, stem[:-3]))
                names = frozenset(given) | frozenset("_" + key for key, kind in given.items() if kind in self.primitives)
                choices.append(Choice(name=stem[:-3], required=element.min > 0, names=names))
        shape.primitives = frozenset(primitives)
        shape.required = tuple(stem for stem, element in elements.items() if element.min and not stem.endswith("[x]"))
        shape.choices = tuple(choices)
        shape.invariants = self._invariants(said)
        return shape

    def _place(self, shape: Shape, key: str, kind: str, element: Element) -> None:
        """Puts the check of one name into the drawer of the shape where it belongs."""
        primitive = self._primitive(kind, element)
        inner = None if primitive else self.inner(key, kind, element)
        if element.max != 1:
            shape.many[key] = list_check(inner, primitive, element.max)
        elif primitive:
            shape.plain[key] = primitive
        elif inner:
            shape.single[key] = inner

    def _primitive(self, kind: str, element: Element) -> Primitive | None:
        if kind == "code" and element.codes and element.codes not in SYNTAX_ONLY:
            listed = self.table.codes[element.codes]
            return code_check(frozenset(listed), shown(listed))
        return self.primitives.get(kind)

    def inner(self, key: str, kind: str, element: Element) -> Check:
        """The check of one value of an element that is no primitive."""
        if kind == "Resource":
            return self.contained if key == "contained" else self.resource
        check = self._late(kind)
        if kind == "Reference":
            check = self.reference(frozenset(element.targets))
        if kind == "CodeableConcept" and element.codes:
            check = self._concept(check, element.codes)
        return self._ruled(check, element.rules) if element.rules else check

    def reference(self, targets: frozenset[str]) -> Check:
        """The check of a reference that may point to these types of resource; none named: to any."""
        resources, shape = self.resources, self._late("Reference")

        def check(value: Any, walk: Walk, depth: int) -> Found:
            bad = shape(value, walk, depth)
            return bad or check_reference(value, targets, resources, walk)

        return check

    def _concept(self, shape: Check, name: str) -> Check:
        """A concept whose codes are from a closed list: at least one coding is."""
        listed, system = frozenset(self.table.codes[name]), self.table.systems[name]
        words = f"One coding must have a code of {system}: {shown(self.table.codes[name])}."

        def check(value: Any, walk: Walk, depth: int) -> Found:
            bad = shape(value, walk, depth)
            if bad or any(each.get("code") in listed and each.get("system") == system for each in value.get("coding", ())):
                return bad
            return found_one("code", words)

        return check

    def _ruled(self, shape: Check, rules: Iterable[Rule]) -> Check:
        """A check with rules that one element alone has, such as an organisation's address that is no home."""
        invariants = self._compiled(rules)

        def check(value: Any, walk: Walk, depth: int) -> Found:
            bad = shape(value, walk, depth) or []
            return bad + broken(invariants, value, walk) or None

        return check

    def _invariants(self, said: Type) -> tuple[Invariant, ...]:
        inherited = self._invariants(self.table.types[said.base]) if said.base else ()
        return inherited + self._compiled(said.rules)

    def _compiled(self, rules: Iterable[Rule]) -> tuple[Invariant, ...]:
        return tuple(
            Invariant(
                key=rule.key,
                severity=cast(Severity, rule.severity),
                words=rule.words if rule.words.endswith(".") else rule.words + ".",
                holds=compiled(rule.expression, self.names),
            )
            for rule in rules
        )


def shown(listed: Iterable[str]) -> str:
    """A closed list for people; a long one is cut."""
    codes = sorted(listed)
    return ", ".join(codes[:MOST_SHOWN]) + (f" and {len(codes) - MOST_SHOWN} more" if len(codes) > MOST_SHOWN else "")


@cache
def base_checks() -> Checks:
    """The checks of FHIR R4 itself."""
    return Checks(base_table())
