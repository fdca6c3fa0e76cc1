"""The steps of FHIRPath: from names and functions to closures over collections."""

import re
from typing import Any

from wholeplace.service.fhir.validation.fhirpath.values import BARE, Around, Bare, Items, Step, Test, distinct_key, said, truth

DEEPEST = 200  # JSON levels; what is deeper was refused before any rule runs
JSON_TYPES: dict[str, tuple[type, ...]] = {"boolean": (bool,), "string": (str,), "integer": (int,), "decimal": (int, float)}


def member(name: str, alternatives: frozenset[str]) -> Step:
    """The step to an element: a choice is found under any of its `alternatives`, a bare primitive under `_name`."""
    bare = "_" + name

    def step(items: Items, _: Around) -> Items:
        reached: Items = []
        for item in items:
            if type(item) is not dict:
                continue
            value = item.get(name)
            if value is None:
                value = _otherwise(item, bare, alternatives)
            if type(value) is list:
                reached += [each for each in value if each is not None]
            elif value is not None:
                reached.append(value)
        return reached

    return step


def _otherwise(item: dict[str, Any], bare: str, alternatives: frozenset[str]) -> Any:
    if bare in item:
        return BARE
    if not alternatives or alternatives.isdisjoint(item):
        return None
    return next(BARE if key[0] == "_" else value for key, value in item.items() if key in alternatives)


def constant(value: Any) -> Step:
    """A literal."""
    return lambda _, __: [value]


def exists(items: Items, _: Around) -> Items:
    return [bool(items)]


def empty(items: Items, _: Around) -> Items:
    return [not items]


def negated(items: Items, _: Around) -> Items:
    found = truth(items)
    return [] if found is None else [not found]


def count(items: Items, _: Around) -> Items:
    return [len(items)]


def first(items: Items, _: Around) -> Items:
    return items[:1]


def has_value(items: Items, _: Around) -> Items:
    return [len(items) == 1 and type(items[0]) not in (dict, Bare)]


def is_distinct(items: Items, _: Around) -> Items:
    return [len({distinct_key(each) for each in items}) == len(items)]


def to_integer(items: Items, _: Around) -> Items:
    if len(items) == 1 and type(items[0]) is str and re.fullmatch(r"[+-]?\d{1,10}", items[0], re.ASCII):
        return [int(items[0])]
    return [each for each in items[:1] if type(each) is int]


def children(items: Items, _: Around) -> Items:
    reached: Items = []
    for item in items:
        if type(item) is dict:
            for key, value in item.items():
                if key[:1] != "_" and key != "resourceType":
                    reached += value if type(value) is list else [value]
    return reached


def descendants(items: Items, around: Around) -> Items:
    reached: Items = []
    level = children(items, around)
    for _ in range(DEEPEST):
        if not level:
            break
        reached += level
        level = children(level, around)
    return reached


def resolve(items: Items, around: Around) -> Items:
    """The resources that references name, as far as their type can be told from the reference itself."""
    reached: Items = []
    for item in items:
        reference = item.get("reference") if type(item) is dict else item
        kind = _kind_named(reference, around) if type(reference) is str else None
        if kind:
            reached.append({"resourceType": kind})
    return reached


def _kind_named(reference: str, around: Around) -> str | None:
    if reference.startswith("#"):
        return (around.contained or {}).get(reference[1:])
    named = re.search(r"(?:^|/)([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}(?:/_history/[^/]+)?$", reference)
    return named.group(1) if named else None


def is_kind(item: Any, kind: str) -> bool:
    """Whether a value is of a type: a resource by its name, a JSON primitive by FHIR's or FHIRPath's name."""
    if type(item) is dict:
        return item.get("resourceType") == kind
    return type(item) in JSON_TYPES.get(kind.lower(), ())


def of_kind(kind: str) -> Step:
    return lambda items, _: [item for item in items if is_kind(item, kind)]


def is_of_kind(kind: str) -> Step:
    return lambda items, _: [is_kind(items[0], kind)] if len(items) == 1 else []


def where(criterion: Test) -> Step:
    return lambda items, around: [item for item in items if criterion([item], around)]


def some(criterion: Test) -> Step:
    return lambda items, around: [any(criterion([item], around) for item in items)]


def every(criterion: Test) -> Step:
    return lambda items, around: [all(criterion([item], around) is not False for item in items)]


def select(projection: Step) -> Step:
    return lambda items, around: [each for item in items for each in projection([item], around)]


def intersect(other: Step) -> Step:
    def step(items: Items, around: Around) -> Items:
        theirs = other([around.context], around)
        return [item for item in items if item in theirs]

    return step


def extensions(url: Step) -> Step:
    """The extensions with a url."""

    def step(items: Items, around: Around) -> Items:
        sought = url(items, around)
        reached = children_named(items, "extension")
        return [each for each in reached if type(each) is dict and [each.get("url")] == sought]

    return step


def children_named(items: Items, name: str) -> Items:
    """All members of the lists of one name."""
    lists = [item.get(name) for item in items if type(item) is dict]
    return [each for listed in lists if type(listed) is list for each in listed]


def contains_text(part: Step) -> Step:
    def step(items: Items, around: Around) -> Items:
        sought = part(items, around)
        return [sought[0] in items[0]] if len(items) == 1 and sought and type(items[0]) is str else []

    return step


def matches(pattern: str) -> Step:
    fits = re.compile(pattern).search

    def step(items: Items, _: Around) -> Items:
        # What is not there breaks no pattern: whether it must be there is for cardinality to say.
        return [all(type(item) is not str or fits(item) is not None for item in items)]

    return step


def if_then(condition: Test, then: Step, otherwise: Step | None) -> Step:
    def step(items: Items, around: Around) -> Items:
        if condition(items, around):
            return then(items, around)
        return otherwise(items, around) if otherwise else []

    return step


def text_of(items: Items) -> str:
    """A collection as text for `&`: empty is the empty text."""
    return str(items[0]) if items and type(items[0]) is not Bare else ""


def member_of(items: Items, listed: Items) -> Items:
    """FHIRPath's `in`."""
    return said(items[0] in listed) if items else []
