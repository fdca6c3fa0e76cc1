"""Reads a FHIRPath expression and compiles it to one closure, by precedence climbing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from wholeplace.service.fhir.validation.fhirpath import steps
from wholeplace.service.fhir.validation.fhirpath.values import Around, Items, Step, equal, order, said, truth

Rule: TypeAlias = Callable[[dict[str, Any], Around], "bool | None"]
Joined: TypeAlias = Callable[[Items, Items], Items]

TOKEN = re.compile(r"\s*(?:(\d+)|'((?:[^'\\]|\\.)*)'|`([^`]+)`|(<=|>=|!=|[<>=|&+().,$%])|([A-Za-z_]\w*))")
UCUM = "http://unitsofmeasure.org"


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
    reader = _Reader(expression, names)
    step = reader.expression(0)
    if reader.peek() is not None:
        raise NotUnderstood(expression)
    return lambda element, around: truth(step([element], around))


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _only_one(left: bool | None, right: bool | None) -> bool | None:
    return None if left is None or right is None else left != right


def _follows(left: bool | None, right: bool | None) -> bool | None:
    return True if left is False else _either(None if left is None else not left, right)


def _logic(joined: Callable[["bool | None", "bool | None"], "bool | None"]) -> Joined:
    return lambda left, right: said(joined(truth(left), truth(right)))


def _ordered(kept: Callable[[int], bool]) -> Joined:
    def step(left: Items, right: Items) -> Items:
        found = order(left, right)
        return [] if found is None else [kept(found)]

    return step


def _not_equal(left: Items, right: Items) -> Items:
    found = equal(left, right)
    return [] if found is None else [not found]


# How tightly each operator binds, and what it does with both sides.
OPERATORS: dict[str, tuple[int, Joined]] = {
    "implies": (1, _logic(_follows)),
    "or": (2, _logic(_either)),
    "xor": (2, _logic(_only_one)),
    "and": (3, _logic(_both)),
    "in": (4, steps.member_of),
    "=": (5, lambda left, right: said(equal(left, right))),
    "!=": (5, _not_equal),
    "<": (6, _ordered(lambda found: found < 0)),
    "<=": (6, _ordered(lambda found: found <= 0)),
    ">": (6, _ordered(lambda found: found > 0)),
    ">=": (6, _ordered(lambda found: found >= 0)),
    "|": (7, lambda left, right: left + [each for each in right if each not in left]),
    "+": (9, lambda left, right: [left[0] + right[0]] if left and right else []),
    "&": (9, lambda left, right: [steps.text_of(left) + steps.text_of(right)]),
}
TYPE_TEST = 8  # `is` binds tighter than `|` and looser than `&`
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
WITH_ONE: dict[str, Callable[[Step], Step]] = {
    "exists": steps.some,
    "where": steps.where,
    "all": steps.every,
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

    def expression(self, least: int) -> Step:
        """Reads as far as operators bind at least as tightly as `least`."""
        left = self._path()
        while True:
            sign = self.peek() or ""
            if sign == "is" and least <= TYPE_TEST:
                self.take()
                left = _then(left, steps.is_of_kind(self.take()[1]))
                continue
            binds, joined = OPERATORS.get(sign, (-1, steps.member_of))
            if binds < least or binds < 0:
                return left
            self.take()
            left = _joined(left, self.expression(binds + 1), joined)

    def _path(self) -> Step:
        step = self._start()
        while self.peek() == ".":
            self.take()
            step = _then(step, self._named(self.take()[1]))
        return step

    def _start(self) -> Step:
        kind, token = self.take()
        if kind in ("number", "text"):
            return steps.constant(int(token) if kind == "number" else token)
        if token == "(":
            inner = self.expression(0)
            self.take(")")
            return inner
        if token in ("$", "%"):
            return self._special(token + self.take()[1])
        if token in ("true", "false"):
            return steps.constant(token == "true")
        if kind == "name" and token in self.names.resources:
            return steps.of_kind(token)
        return self._named(token)

    def _special(self, name: str) -> Step:
        known: dict[str, Step] = {
            "$this": lambda items, _: items,
            "%resource": lambda _, around: [around.resource],
            "%context": lambda _, around: [around.context],
            "%ucum": steps.constant(UCUM),
        }
        if name not in known:
            raise NotUnderstood(self.text)
        return known[name]

    def _named(self, name: str) -> Step:
        """An element, or a function when a bracket follows."""
        if self.peek() != "(":
            return steps.member(name, self.names.choices.get(name, frozenset()))
        self.take("(")
        if self.peek() == ")":
            self.take()
            return self._known(PLAIN, name)
        step = self._with_arguments(name)
        self.take(")")
        return step

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
            return steps.if_then(arguments[0], arguments[1], arguments[2] if len(arguments) > 2 else None)
        if name == "trace":
            return lambda items, _: items
        if len(arguments) != 1:
            raise NotUnderstood(self.text)
        return self._known(WITH_ONE, name)(arguments[0])

    def _known(self, functions: Mapping[str, Any], name: str) -> Any:
        if name not in functions:
            raise NotUnderstood(self.text)
        return functions[name]


def _then(left: Step, right: Step) -> Step:
    return lambda items, around: right(left(items, around), around)


def _joined(left: Step, right: Step, joined: Joined) -> Step:
    return lambda items, around: joined(left(items, around), right(items, around))
