"""What an expression is made of: steps over collections, and tests that are true, false or undecided.

Most rules only ask whether something is there and what it equals. A test answers that without building the collections
in between, and the operators of logic stop as soon as the answer is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from wholeplace.service.fhir.validation.fhirpath import steps
from wholeplace.service.fhir.validation.fhirpath.outline import Kind, Outline, joined
from wholeplace.service.fhir.validation.fhirpath.values import Around, Items, Step, Test, equal, order, said, truth

Joined: TypeAlias = Callable[["Node", "Node"], "Node"]
Fetch: TypeAlias = Callable[[Items, Around], Any]
TYPE_TEST = 8  # `is` binds tighter than `|` and looser than `&`


class Node:
    """A part of an expression as a step and as a test.

    `fetch` reads the value of a plain name (`status`, `%resource.type`) in one go; it gives None whenever the full step
    must decide, as for lists and choices. `constant` is the value of a literal. `outline` is what is asked, where it is plain.
    """

    __slots__ = ("among", "constant", "fetch", "is_test", "outline", "source", "step", "test", "there")

    def __init__(self, step: Step, test: Test | None = None, *, fetch: "Fetch | None" = None, constant: str | None = None) -> None:
        self.step = step
        self.among: Among | None = None
        self.source = ""  # the plain name that the step goes to
        self.outline: Outline | None = None
        self.there: Test = lambda items, around: bool(step(items, around))
        self.is_test = test is not None
        self.fetch = fetch
        self.constant = constant
        self.test: Test = test or (lambda items, around: truth(step(items, around)))


def of_test(test: Test, outline: Outline | None = None) -> Node:
    """A node that is true, false or undecided."""
    node = Node(lambda items, around: said(test(items, around)), test)
    node.outline = outline
    return node


@dataclass(frozen=True, kw_only=True, slots=True)
class Among:
    """That a value is one of some texts: `type = 'batch' or type = 'history'` is one look-up."""

    source: str  # the expression that the value comes from
    node: Node
    texts: frozenset[str]

    def joined(self, other: "Among | None") -> "Among | None":
        """Either of two, when they are of the same value."""
        if other is None or other.source != self.source:
            return None
        return Among(source=self.source, node=self.node, texts=self.texts | other.texts)


RESOURCE = Node(lambda _, around: [around.resource])


def of_type(name: str) -> Node:
    """The elements that are resources of this type: a rule may begin with the type that it is about."""
    node = Node(steps.of_kind(name))
    node.source = name
    return node


def of_name(name: str, alternatives: frozenset[str]) -> Node:
    """The element of this name of what stands before."""

    def fetch(items: Items, _: Around) -> Any:
        value = items[0].get(name) if len(items) == 1 and type(items[0]) is dict else None
        return value if value.__class__ is not list else None

    node = Node(steps.member(name, alternatives), fetch=fetch)
    node.source = name
    node.there = _there(name, alternatives, node.step)
    return node


def _there(name: str, alternatives: frozenset[str], step: Step) -> Test:
    """Whether an element is there: mostly one look-up tells, and the full step decides the rest."""
    bare = "_" + name

    def there(items: Items, around: Around) -> bool:
        item = items[0] if len(items) == 1 else None
        if type(item) is dict:
            value = item.get(name)
            if value is None and bare not in item and (not alternatives or alternatives.isdisjoint(item)):
                return False
            if value is not None and type(value) is not list:
                return True
        return bool(step(items, around))

    return there


def followed(left: Node, right: Node) -> Node:
    """`left.right`."""
    before, after = left.step, right.step
    if after is steps.exists:
        return of_test(left.there, _of_element("there", left))
    if after is steps.empty:
        there = left.there
        return of_test(lambda items, around: not there(items, around), joined("not", _of_element("there", left)))
    if after is steps.negated:
        return of_test(_negated(left.test), joined("not", left.outline))
    fetch = _of_resource(right.fetch) if left is RESOURCE and right.fetch is not None else None
    node = Node(lambda items, around: after(before(items, around), around), fetch=fetch)
    if left is RESOURCE or left.source:
        node.source = f"{left.source or '%resource'}.{right.source}" if right.source else ""
    if after is steps.has_value:
        node.outline = _of_element("valued", left)
    return node


def _of_element(kind: Kind, node: Node) -> Outline | None:
    return Outline(kind=kind, name=node.source) if node.source else None


def _of_resource(fetch: Fetch) -> Fetch:
    return lambda _, around: fetch([around.resource], around)


def _negated(test: Test) -> Test:
    def negated(items: Items, around: Around) -> bool | None:
        found = test(items, around)
        return None if found is None else not found

    return negated


def of_among(among: Among) -> Node:
    """The node that asks for one of some texts."""
    fetch, step, texts = among.node.fetch, among.node.step, among.texts

    def test(items: Items, around: Around) -> bool | None:
        value = fetch(items, around) if fetch is not None else None
        if value is not None:
            return value in texts if type(value) is str else False
        found = step(items, around)
        return None if not found else len(found) == 1 and type(found[0]) is str and found[0] in texts

    node = of_test(test, Outline(kind="among", name=among.source, texts=texts))
    node.among = among
    return node


def _or(left: Node, right: Node) -> Node:
    among = left.among.joined(right.among) if left.among is not None else None
    if among is not None:
        return of_among(among)
    first, second = left.test, right.test

    def either(items: Items, around: Around) -> bool | None:
        found = first(items, around)
        if found:
            return True
        other = second(items, around)
        return True if other else (None if found is None or other is None else False)

    return of_test(either, joined("or", left.outline, right.outline))


def _and(left: Node, right: Node) -> Node:
    first, second = left.test, right.test

    def both(items: Items, around: Around) -> bool | None:
        found = first(items, around)
        if found is False:
            return False
        other = second(items, around)
        return False if other is False else (None if found is None or other is None else True)

    return of_test(both, joined("and", left.outline, right.outline))


def _implies(left: Node, right: Node) -> Node:
    first, second = left.test, right.test

    def follows(items: Items, around: Around) -> bool | None:
        found = first(items, around)
        if found is False:
            return True
        other = second(items, around)
        return True if other else (None if found is None else other)

    return of_test(follows, joined("or", joined("not", left.outline), right.outline))


def _xor(left: Node, right: Node) -> Node:
    first, second = left.test, right.test

    def only_one(items: Items, around: Around) -> bool | None:
        found, other = first(items, around), second(items, around)
        return None if found is None or other is None else found != other

    return of_test(only_one, joined("not", joined("same", left.outline, right.outline)))


def _equals(left: Node, right: Node) -> Node:
    if left.is_test and right.is_test:
        return of_test(_alike(left.test, right.test), joined("same", left.outline, right.outline))
    first, second = left.step, right.step
    if left.source and left.fetch is not None and right.constant is not None:
        return of_among(Among(source=left.source, node=left, texts=frozenset({right.constant})))
    constant = right.constant
    outline = Outline(kind="among", name=left.source, texts=frozenset({constant})) if left.source and constant is not None else None
    return of_test(lambda items, around: equal(first(items, around), second(items, around)), outline)


def _alike(first: Test, second: Test) -> Test:
    def alike(items: Items, around: Around) -> bool | None:
        found, other = first(items, around), second(items, around)
        return None if found is None or other is None else found == other

    return alike


def _differs(left: Node, right: Node) -> Node:
    equals = _equals(left, right)
    return of_test(_negated(equals.test), joined("not", equals.outline))


def _ordered(kept: Callable[[int], bool]) -> Joined:
    def joined(left: Node, right: Node) -> Node:
        first, second = left.step, right.step

        def test(items: Items, around: Around) -> bool | None:
            a, b = first(items, around), second(items, around)
            if not a or not b:
                return None
            found = order(a, b)
            # A day and a moment of that day have no order: nobody is told that they are in the wrong one.
            return True if found is None else kept(found)

        return of_test(test)

    return joined


def _collected(joined: Callable[[Items, Items], Items]) -> Joined:
    def node(left: Node, right: Node) -> Node:
        first, second = left.step, right.step
        return Node(lambda items, around: joined(first(items, around), second(items, around)))

    return node


def _sum(left: Items, right: Items) -> Items:
    return [left[0] + right[0]] if left and right and type(left[0]) is type(right[0]) else []


@dataclass(frozen=True, kw_only=True, slots=True)
class Operator:
    """How tightly an operator binds, and how it joins both sides."""

    binds: int
    joined: Joined


OPERATORS: dict[str, Operator] = {
    "implies": Operator(binds=1, joined=_implies),
    "or": Operator(binds=2, joined=_or),
    "xor": Operator(binds=2, joined=_xor),
    "and": Operator(binds=3, joined=_and),
    "in": Operator(binds=4, joined=_collected(steps.member_of)),
    "=": Operator(binds=5, joined=_equals),
    "!=": Operator(binds=5, joined=_differs),
    "<": Operator(binds=6, joined=_ordered(lambda found: found < 0)),
    "<=": Operator(binds=6, joined=_ordered(lambda found: found <= 0)),
    ">": Operator(binds=6, joined=_ordered(lambda found: found > 0)),
    ">=": Operator(binds=6, joined=_ordered(lambda found: found >= 0)),
    "|": Operator(binds=7, joined=_collected(lambda left, right: left + [each for each in right if each not in left])),
    "&": Operator(binds=9, joined=_collected(lambda left, right: [steps.text_of(left) + steps.text_of(right)])),
    "+": Operator(binds=9, joined=_collected(_sum)),
}
