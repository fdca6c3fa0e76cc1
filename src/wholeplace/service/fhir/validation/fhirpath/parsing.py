"""Reads a FHIRPath expression and compiles it to one closure, by precedence climbing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from wholeplace.service.fhir.validation.fhirpath import steps
from wholeplace.service.fhir.validation.fhirpath.nodes import OPERATORS, RESOURCE, TYPE_TEST, Node, followed, of_name, of_type
from wholeplace.service.fhir.validation.fhirpath.outline import Outline
from wholeplace.service.fhir.validation.fhirpath.values import Around, Step, Test

TOKEN = re.compile(r"\s*(?:(\d+)|'((?:[^'\\]|\\.)*)'|`([^`]+)`|(<=|>=|!=|[<>=|&+().,$%])|([A-Za-z_]\w*))")
UCUM = "http://unitsofmeasure.org"
Rule: TypeAlias = Callable[[dict[str, Any], Around], "bool | None"]


class NotUnderstood(ValueError):
    """The expression uses FHIRPath that this dialect leaves out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What names mean: the types of resource, and each choice (`value`) with the names it may have in JSON."""

    resources: frozenset[str] = frozenset()
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)


def compiled(expression: str, names: Names) -> Rule:
    """The expression as a function of an element and what is around it.

    Raises NotUnderstood for what this dialect leaves out.
    """
    test = _read(expression, names).test
    return lambda element, around: test([element], around)


def outlined(expression: str, names: Names) -> Outline | None:
    """What the expression asks, as far as it is plain. Raises NotUnderstood for what this dialect leaves out."""
    return _read(expression, names).outline


def _read(expression: str, names: Names) -> Node:
    reader = _Reader(expression, names)
    node = reader.expression(0)
    if reader.peek() is not None:
        raise NotUnderstood(expression)
    return node


PLAIN: dict[str, Step] = {
    "exists": steps.exists,
    "empty": steps.empty,
    "not": steps.negated,
    "count": steps.count,
    "first": steps.first,
    "hasValue": steps.has_value,
    "isDistinct": steps.is_distinct,
    "toInteger": steps.to_integer,
    "children": steps.children,
    "descendants": steps.descendants,
    "resolve": steps.resolve,
}
WITH_TEST: dict[str, Callable[[Test], Step]] = {"exists": steps.some, "where": steps.where, "all": steps.every}
WITH_ONE: dict[str, Callable[[Step], Step]] = {
    "select": steps.select,
    "intersect": steps.intersect,
    "extension": steps.extensions,
    "contains": steps.contains_text,
}
OF_KIND: dict[str, Callable[[str], Step]] = {"is": steps.is_of_kind, "ofType": steps.of_kind, "as": steps.of_kind}


class _Reader:
    """One expression, read from left to right."""

    def __init__(self, expression: str, names: Names) -> None:
        self.text = expression
        self.names = names
        self.tokens = self._split(expression)
        self.at = 0

    @staticmethod
    def _split(expression: str) -> list[tuple[str, str]]:
        found, at, text = [], 0, expression.strip()
        while at < len(text):
            token = TOKEN.match(text, at)
            if token is None:
                raise NotUnderstood(expression)
            kinds = ("number", "text", "name", "sign", "name")
            found.append((kinds[(token.lastindex or 1) - 1], token.group(token.lastindex or 0)))
            at = token.end()
        return found

    def peek(self) -> str | None:
        """The next sign or word, None at the end; a text is never taken for a sign."""
        if self.at >= len(self.tokens):
            return None
        kind, token = self.tokens[self.at]
        return f"'{token}" if kind == "text" else token

    def take(self, expected: str | None = None) -> tuple[str, str]:
        if self.at >= len(self.tokens) or (expected is not None and self.peek() != expected):
            raise NotUnderstood(self.text)
        self.at += 1
        return self.tokens[self.at - 1]

    def expression(self, least: int) -> Node:
        """Reads as far as operators bind at least as tightly as `least`."""
        left = self._path()
        while True:
            sign = self.peek() or ""
            if sign == "is" and least <= TYPE_TEST:
                self.take()
                left = followed(left, Node(steps.is_of_kind(self.take()[1])))
                continue
            operator = OPERATORS.get(sign)
            if operator is None or operator.binds < least:
                return left
            self.take()
            left = operator.joined(left, self.expression(operator.binds + 1))

    def _path(self) -> Node:
        node = self._start()
        while self.peek() == ".":
            self.take()
            node = followed(node, self._named(self.take()[1]))
        return node

    def _start(self) -> Node:
        kind, token = self.take()
        if kind in ("number", "text"):
            return Node(steps.constant(int(token))) if kind == "number" else Node(steps.constant(token), constant=token)
        if token == "(":
            inner = self.expression(0)
            self.take(")")
            return inner
        if token in ("$", "%"):
            return self._special(token + self.take()[1])
        if token in ("true", "false"):
            return Node(steps.constant(token == "true"))
        if kind == "name" and token in self.names.resources:
            return of_type(token)
        return self._named(token)

    def _special(self, name: str) -> Node:
        known: dict[str, Node] = {
            "$this": Node(lambda items, _: items),
            "%resource": RESOURCE,
            "%context": Node(lambda _, around: [around.context]),
            "%ucum": Node(steps.constant(UCUM), constant=UCUM),
        }
        if name not in known:
            raise NotUnderstood(self.text)
        return known[name]

    def _named(self, name: str) -> Node:
        """An element, or a function when a bracket follows."""
        if self.peek() != "(":
            return of_name(name, self.names.choices.get(name, frozenset()))
        self.take("(")
        if self.peek() == ")":
            self.take()
            return Node(self._known(PLAIN, name))
        step = self._with_arguments(name)
        self.take(")")
        return Node(step)

    def _with_arguments(self, name: str) -> Step:
        if name in OF_KIND:
            return OF_KIND[name](self.take()[1])
        if name == "matches":
            return steps.matches(self.take()[1])
        arguments = [self.expression(0)]
        while self.peek() == ",":
            self.take()
            arguments.append(self.expression(0))
        if name == "iif" and len(arguments) in (2, 3):
            otherwise = arguments[2].step if len(arguments) > 2 else None
            return steps.if_then(arguments[0].test, arguments[1].step, otherwise)
        if name == "trace":
            return lambda items, _: items
        if len(arguments) != 1:
            raise NotUnderstood(self.text)
        if name in WITH_TEST:
            return WITH_TEST[name](arguments[0].test)
        return self._known(WITH_ONE, name)(arguments[0].step)

    def _known(self, functions: Mapping[str, Any], name: str) -> Any:
        if name not in functions:
            raise NotUnderstood(self.text)
        return functions[name]
