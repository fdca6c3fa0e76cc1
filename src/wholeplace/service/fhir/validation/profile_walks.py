"""Writes, for each profile, the Python function that says of structures at once that they keep it.

As `walks` does for types: a function goes straight to the elements that its profile speaks of, and raises NotPlain at whatever it does
not know to be right. The words, and every doubt, are for `profiled`.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from wholeplace.service.fhir.validation import plain
from wholeplace.service.fhir.validation.building import Checks
from wholeplace.service.fhir.validation.claimed import BASE
from wholeplace.service.fhir.validation.fhirpath import compiled
from wholeplace.service.fhir.validation.profiled import Branch, Demand, known_profiles, last_part, tree
from wholeplace.service.fhir.validation.structures import Structures, attribute
from wholeplace.service.fhir.validation.table import Element, capitalised, choice_names
from wholeplace.service.fhir.validation.walks import AROUND


class ProfileWalks:
    """The walks of all profiles; each is written when it is first needed."""

    def __init__(self, checks: Checks, structures: Structures) -> None:
        self.checks = checks
        self.structures = structures
        self.numbers = itertools.count()
        self.known: dict[str, Any] = {"NotPlain": plain.NotPlain}
        self.written: dict[str, Callable[[Any], None]] = {}
        self.outside = plain.Around()
        profiles = known_profiles().profiles
        # What a claim means: the name of a profile that we know (of FHIR's own definition: none) and the type that it is for.
        self.uk_core = {kind: f"UKCore-{kind}" for kind in checks.resources if f"UKCore-{kind}" in profiles}
        self.claims = {BASE + name: ("", name) for name in checks.resources}
        self.claims |= {said.url: (name, said.type) for name, said in profiles.items() if last_part(said.url) == name}

    def check(self, met: plain.Met) -> None:
        """Raises NotPlain unless everything that was met keeps UK Core's profile of its type, and each that it claims."""
        for resource in met.resources:
            kind = self.structures.names[type(resource)]
            own = self.uk_core.get(kind, "")
            self.walk_of(own)(resource)
            for claim in (resource.meta.profile or ()) if resource.meta is not None else ():
                name, of = self._claimed(claim) or ("", kind)
                if of != kind:
                    raise plain.NotPlain
                if name != own:
                    self.walk_of(name)(resource)
        for extension in met.extensions:
            name, of = self._claimed(extension.url) or ("", "")
            if of == "Extension":
                self.walk_of(name)(extension)

    def _claimed(self, claim: str) -> tuple[str, str] | None:
        return self.claims.get(claim) or self.claims.get(claim.partition("|")[0])

    def walk_of(self, name: str) -> Callable[[Any], None]:
        """The walk of a profile; of none, one that looks at nothing."""
        written = self.written.get(name)
        if written is None:
            written = self.written[name] = self._write(name)
        return written

    def _write(self, name: str) -> Callable[[Any], None]:
        if name not in known_profiles().profiles:
            return lambda _: None
        made: dict[str, Any] = {}
        exec(compile(self.source(name), f"<walk of {name}>", "exec"), self.known, made)
        return made["walk"]

    def source(self, name: str) -> str:
        """The function of a profile as Python text."""
        root, kind = tree(name), known_profiles().profiles[name].type
        lines = [line for _, demand in root.demands for line in self._of_rules(demand, "value0", kind)]
        for branch in root.branches.values():
            lines += self._of_branch(branch, kind, 0)
        return "\n    ".join(["def walk(value0):", "pass", *lines])

    def _of_branch(self, branch: Branch, holder: str, level: int) -> Iterator[str]:
        """The lines for one step below an object of the type `holder`."""
        count = f"count{level}"
        yield f"{count} = 0"
        for key, kind, element in self._elements(branch, holder):
            inner = [f"{count} += 1", *self._of_value(branch, key, kind, level + 1)]
            if branch.member:
                inner = [f"if {self._is_member(branch, kind, level + 1)}:", *(f"    {line}" for line in inner)]
            yield f"value{level + 1} = value{level}.{attribute(key)}"
            yield f"if value{level + 1} is not None:"
            if element.max != 1:
                yield f"    for value{level + 1} in value{level + 1}:"
            yield from (f"{'    ' if element.max == 1 else '        '}{line}" for line in inner)
        for _, demand in branch.demands:
            if demand.min:
                yield f"if {count} < {demand.min}: raise NotPlain"
            if demand.max is not None:
                yield f"if {count} > {demand.max}: raise NotPlain"

    def _elements(self, branch: Branch, holder: str) -> Iterator[tuple[str, str, Element]]:
        """The elements that a step goes to: each name in JSON with its type."""
        for stem, element in self.checks.table.elements(holder).items() if holder in self.checks.table.types else ():
            for key, kind in choice_names(stem, element).items():
                rest = key.removeprefix(branch.key)
                if stem != "contained" and (key == branch.key if not branch.is_choice else rest != key and rest[:1].isupper()):
                    yield key, kind, element

    def _of_value(self, branch: Branch, key: str, kind: str, level: int) -> Iterator[str]:
        name = f"value{level}"
        forms = [tuple(capitalised(each) for each in demand.types) for _, demand in branch.demands if demand.path.endswith("[x]")]
        if any(allowed and not key.endswith(allowed) for allowed in forms):
            yield "raise NotPlain"
            return
        for _, demand in branch.demands:
            if demand.fixed:
                yield f"if str({name}) != {demand.fixed!r}: raise NotPlain"
            if demand.targets and kind == "Reference":
                away = plain.away(frozenset(demand.targets), self.checks.resources)
                yield f"{self._named('away', away)}({name}, {self._named('outside', self.outside)})"
            if demand.codes:
                listed = plain.listing(frozenset(known_profiles().codes[demand.codes]))
                yield f"if not {self._named('lists', listed)}({name}): raise NotPlain"
            yield from self._of_rules(demand, name, kind)
        for below in branch.branches.values() if kind in self.checks.table.types else ():
            yield from self._of_branch(below, kind, level)

    def _of_rules(self, demand: Demand, name: str, kind: str) -> Iterator[str]:
        for rule in demand.rules:
            if kind not in self.checks.table.types or any(each in rule.expression for each in AROUND):
                yield "raise NotPlain"
            else:
                holds = self._named("holds", plain.holding(compiled(rule.expression, self.checks.names)))
                yield f"if not {holds}({name}): raise NotPlain"

    def _is_member(self, branch: Branch, kind: str, level: int) -> str:
        """Whether a value is a member of a slice; of one that nobody can tell, nothing is."""
        if branch.told is None:
            return "False"
        told_by = self.checks.table.elements(kind).get(branch.told.by) if kind in self.checks.table.types else None
        if told_by is not None and told_by.max == 1 and told_by.types[0] in self.checks.primitives:
            return f"value{level}.{attribute(branch.told.by)} == {branch.told.value!r}"
        return f"{self._named('is_member', plain.member(branch.told.by.split('.'), branch.told.value))}(value{level})"

    def _named(self, name: str, value: Any) -> str:
        """A name of its own under which a walk finds a value."""
        said = f"{name}_{next(self.numbers)}"
        self.known[said] = value
        return said
