"""Writes, for each type, the Python function that checks what the type's structure cannot say.

Such a function goes straight through the elements of its type. It raises NotPlain at whatever it does not know to be valid, and
puts texts that may hold no space into `words`, which are looked at together in the end. A walk of a period, for instance:

    def walk_Period(value, words, around, depth):
        if depth > 60: raise NotPlain
        part = value.end
        if part is not None:
            if not fits_dateTime(part): raise NotPlain
        ...
        if not (((value.start is None) or (value.end is None)) or holds_0(value)): raise NotPlain
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from wholeplace.service.fhir.validation import plain
from wholeplace.service.fhir.validation.building import Checks
from wholeplace.service.fhir.validation.faults import DEEPEST
from wholeplace.service.fhir.validation.fhirpath import Written, compiled, outlined, surely_true
from wholeplace.service.fhir.validation.structures import NUMBERS, Structures, attribute
from wholeplace.service.fhir.validation.table import Element, Rule, choice_names

AROUND = ("%resource", "%context")  # what a part of a resource is asked by itself cannot know


class Walks:
    """The walks of one table; each is written when it is first called."""

    def __init__(self, checks: Checks, structures: Structures) -> None:
        self.checks = checks
        self.structures = structures
        self.numbers = itertools.count()
        self.known: dict[str, Any] = {
            "NotPlain": plain.NotPlain,
            "fits_urn": plain.URN,
            "is_alone": plain.is_alone,
            "walk_Resource": self.resource,
        }
        self.walk_names = {name: walk_name(name) for name in checks.table.types}
        self.known |= {f"fits_{name}": fits for name, fits in plain.FITS.items()}
        self.known |= {faults_name(name): faults for name, faults in checks.primitives.items()}
        for name in checks.table.types:
            if name != "Resource":
                self.known[self.walk_names[name]] = self._late(name)

    def resource(self, value: Any, words: list[str], around: plain.Around, depth: int) -> None:
        """Checks a resource of any type. Raises NotPlain."""
        name = self.structures.names[type(value)]
        walk = self.known[self.walk_names[name]]
        if around.met is not None:
            around.met.resources.append(value)
        if name == "Bundle":
            around = around.within(value, self.structures.names)
            plain.check_bundle(value, self.structures.names)
        walk(value, words, around, depth)

    def _late(self, name: str) -> Callable[..., None]:
        def walk(*given: Any) -> None:
            exec(compile(self.source(name), f"<walk of {name}>", "exec"), self.known)
            self.known[walk_name(name)](*given)

        return walk

    def source(self, name: str) -> str:
        """The function of a type as Python text."""
        lines = [f"def {walk_name(name)}(value, words, around, depth):", f"    if depth > {DEEPEST}: raise NotPlain"]
        for stem, element in self.checks.table.elements(name).items():
            if stem != "contained":
                lines += [f"    {line}" for line in self._of_element(stem, element)]
        if name not in self.structures.resources:
            lines.append("    if value.id is not None and is_alone(value): raise NotPlain")
        if name == "Extension":
            lines.append("    if forms_value + (value.extension is not None) != 1: raise NotPlain")
            lines.append("    if around.met is not None: around.met.extensions.append(value)")
        lines += [f"    {line}" for line in self._of_rules(name)]
        return "\n".join(lines)

    def _of_element(self, stem: str, element: Element) -> Iterator[str]:
        forms = f"forms_{stem[:-3]}" if stem.endswith("[x]") else ""
        if forms:
            yield f"{forms} = 0"
        for key, kind in choice_names(stem, element).items():
            inner = [f"{forms} += 1"] if forms else []
            if element.max == 1:
                inner += self._of_value("part", kind, element)
            elif lines := list(self._of_value("each", kind, element)):
                inner += ["for each in part:", *(f"    {line}" for line in lines)]
            if inner:
                yield f"part = value.{attribute(key)}"
                yield "if part is not None:"
                yield from (f"    {line}" for line in inner)
        if forms:
            yield f"if {forms} {'!= 1' if element.min else '> 1'}: raise NotPlain"

    def _of_value(self, name: str, kind: str, element: Element) -> Iterator[str]:
        if kind in self.checks.primitives:
            yield from self._of_primitive(name, kind, element)
            return
        yield f"{walk_name(kind)}({name}, words, around, depth + 1)"
        if kind == "Reference":
            yield from self._of_reference(name, frozenset(element.targets))
        if kind == "CodeableConcept" and element.codes:
            listed, system = frozenset(self.checks.table.codes[element.codes]), self.checks.table.systems[element.codes]
            yield f"{self._kept('lists', plain.concept(listed, system))}({name})"
        for rule in element.rules:
            yield f"if not {self._holds(rule, name, kind)}: raise NotPlain  # {rule.key}"

    def _of_reference(self, name: str, targets: frozenset[str]) -> Iterator[str]:
        yield f"kind = around.entries.get({name}.reference) if {name}.type is None else None"
        yield f"if kind is None: {self._kept('away', plain.away(targets, self.checks.resources))}({name}, around)"
        if targets:
            yield f"elif kind not in {self._kept('targets', targets)}: raise NotPlain"

    def _of_primitive(self, name: str, kind: str, element: Element) -> Iterator[str]:
        if kind in NUMBERS or kind in ("string", "markdown") or (kind == "code" and element.codes in self.checks.table.codes):
            return  # the structure has said it all
        if kind in plain.FITS:
            yield f"if not fits_{kind}({name}): raise NotPlain"
        elif kind in ("uri", "url", "canonical", "code"):
            if kind != "code":
                yield f"if {name}[:4] == 'urn:' and not fits_urn({name}): raise NotPlain"
            yield f"words.append({name})"
        else:
            yield f"if {faults_name(kind)}({name}): raise NotPlain"

    def _of_rules(self, name: str) -> Iterator[str]:
        if name.partition(".")[0] == "Bundle":
            return  # its rules look into the resources that it holds: see `check_bundle`
        of: str = name
        while of:
            said = self.checks.table.types[of]
            for rule in said.rules:
                sure = surely_true(outlined(rule.expression, self.checks.names), self.writing(name))
                sides = " or ".join(side for side in (sure, self._holds(rule, "value", name)) if side)
                yield f"if not ({sides}): raise NotPlain  # {rule.key}"
            of = said.base

    def writing(self, name: str) -> Callable[[str], Written | None]:
        """How a rule of a type asks for an element; None for a path of several steps."""
        elements = self.checks.table.elements(name)

        def written(source: str) -> Written | None:
            stem = source.removeprefix(f"{name}.")
            element = elements.get(stem, elements.get(f"{stem}[x]"))
            if element is None or stem == "contained":
                return None
            keys = [attribute(key) for key in choice_names(stem if stem in elements else f"{stem}[x]", element)]
            there = " or ".join(f"value.{key} is not None" for key in keys)
            absent = " and ".join(f"value.{key} is None" for key in keys)
            has_text = len(keys) == 1 and element.max == 1 and element.types[0] in ("code", "string", "uri")
            return Written(there=f"({there})", absent=f"({absent})", value=f"value.{keys[0]}" if has_text else "")

        return written

    def _holds(self, rule: Rule, name: str, of: str) -> str:
        """Asks the rule itself of a value of a type."""
        if of not in self.structures.resources and any(each in rule.expression for each in AROUND):
            return "False"
        return f"{self._kept('holds', plain.holding(compiled(rule.expression, self.checks.names)))}({name})"

    def _kept(self, name: str, value: Any) -> str:
        """A name of its own under which a walk finds a value."""
        said = f"{name}_{next(self.numbers)}"
        self.known[said] = value
        return said


def walk_name(name: str) -> str:
    """The name of the function of a type."""
    return f"walk_{name.replace('.', '__')}"


def faults_name(kind: str) -> str:
    """The name of the check of a primitive that the long way uses."""
    return f"faults_{kind.replace('-', '_')}"
