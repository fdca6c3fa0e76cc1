"""Types of FHIR compiled to closures: what stands in an object, how often, and in which form.

A check is called with the value, what is known around it, and how deep it lies. It returns None for a clean value, so
that a clean message costs one look-up and one call for each element; paths are built on the way back from a fault.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wholeplace.service.fhir.validation.faults import (
    DEEPEST,
    MOST_FAULTS,
    Check,
    Finding,
    Found,
    Primitive,
    Severity,
    Walk,
    found_one,
    under,
)
from wholeplace.service.fhir.validation.fhirpath import Rule
from wholeplace.service.fhir.validation.fhirpath.values import Around

# Faults after which a part is not what rules expect to read: its rules wait until these are mended.
UNSOUND = frozenset({"depth", "shape", "type", "empty"})


@dataclass(kw_only=True, slots=True)
class Choice:
    """One element that may take several forms: its bare name, its names in JSON, and whether one must be there."""

    name: str
    required: bool
    names: frozenset[str]  # with the `_name` of each primitive form


@dataclass(kw_only=True, slots=True)
class Invariant:
    """One rule of FHIR, ready to run."""

    key: str
    severity: Severity
    words: str
    holds: Rule


@dataclass(kw_only=True, slots=True)
class Shape:
    """What one type's object is checked against. An element is in exactly one of `plain`, `single` and `many`."""

    plain: dict[str, Primitive] = field(default_factory=dict)
    single: dict[str, Check] = field(default_factory=dict)
    many: dict[str, Check] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # a choice's name in JSON -> its bare name
    primitives: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    is_extension: bool = False
    needs_content: bool = True  # more than an id; not so a resource, or what stands beside a value


def object_check(shape: Shape, beside: Check, hint: Callable[[str], str]) -> Check:
    """The check of one type; `beside` checks what stands under `_name`, `hint` says what an unknown name may have meant."""
    plain, inner_of = shape.plain.get, {**shape.single, **shape.many}.get
    finish, odd = finishing(shape), _odd_names(shape, beside, hint)

    def check(value: Any, walk: Walk, depth: int) -> Found:
        if type(value) is not dict or not value or depth > DEEPEST:
            return _no_object(value)
        found: list[Finding] = []
        for key, part in value.items():
            primitive = plain(key)
            if primitive is not None:
                bad = primitive(part)
            else:
                inner = inner_of(key) or odd(key, value)
                bad = inner(part, walk, depth + 1)
            if bad is not None:
                found += _gathered(shape, key, bad, value)
                if len(found) > MOST_FAULTS:
                    return found
        return finish(value, walk, found) if finish is not None else found or None

    return check


def _odd_names(shape: Shape, beside: Check, hint: Callable[[str], str]) -> Callable[[str, dict[str, Any]], Check]:
    """The check of what stands under a name that is no element: `_name` beside a primitive, or something unknown."""

    def check_of(key: str, whole: dict[str, Any]) -> Check:
        if key[0:1] == "_" and key[1:] in shape.primitives:
            value, many = whole.get(key[1:]), key[1:] in shape.many
            return lambda part, walk, depth: _check_beside(value, part, many, lambda each: beside(each, walk, depth))
        return lambda *_: found_one("unknown-element", f"FHIR R4 has no such element here.{hint(key)}")

    return check_of


def _gathered(shape: Shape, key: str, bad: list[Finding], whole: dict[str, Any]) -> list[Finding]:
    """What a part found, seen from the whole."""
    if type(whole[key]) is list and type(whole.get("_" + key)) is list:
        bad = _without_paired_nulls(bad, whole[key], whole["_" + key])
    name = key.removeprefix("_")
    if name in shape.primitives or key in shape.single or key in shape.many:
        return under(shape.labels.get(name, name), bad)
    return bad  # an unknown name may be anything, even a person's: it is told by its place only


def _no_object(value: Any) -> Found:
    if type(value) is dict and value:
        return found_one("depth", f"Elements may lie {DEEPEST} levels deep, and no deeper.")
    if value is None or value == {}:
        return found_one("empty", "No element may be null or empty: leave it out.")
    return found_one("shape", "One object stands here, in curly brackets.")


def _check_beside(value: Any, beside: Any, many: bool, check: Primitive) -> Found:
    """What stands under `_name`: an id or extensions of the primitive under `name`, item by item for a list."""
    if not many:
        return check(beside) or _alone(value, beside)
    if type(beside) is not list or not beside:
        return found_one("primitive-extension", "Beside a list of values stands a list of the same length.")
    if value is not None and (type(value) is not list or len(value) != len(beside)):
        return found_one("primitive-extension", "Beside a list of values stands a list of the same length.")
    found: list[Finding] = []
    for at, each in enumerate(beside):
        item = value[at] if value is not None else None
        if each is None:
            bad = found_one("empty", "Either the value or what stands beside it must be there.") if item is None else None
        else:
            bad = check(each) or _alone(item, each)
        if bad:
            found += under(f"[{at}]", bad)
    return found or None


def _alone(value: Any, beside: Any) -> Found:
    if value is None and type(beside) is dict and "extension" not in beside:
        return found_one("ele-1", "A primitive without a value has at least an extension.")
    return None


def _without_paired_nulls(bad: list[Finding], values: list[Any], beside: list[Any]) -> list[Finding]:
    """Drops what was said about nulls in a list of primitives where an extension stands in their place."""
    paired = {f"[{at}]" for at, each in enumerate(values) if each is None and at < len(beside) and beside[at] is not None}
    return [each for each in bad if each[0] not in paired]


def list_check(inner: Check | None, primitive: Primitive | None, most: int | None) -> Check:
    """The check of a list whose members are checked by `inner` (or `primitive`); `most` None: any number."""

    def check(value: Any, walk: Walk, depth: int) -> Found:
        if type(value) is not list or not value:
            return _no_list(value)
        found: list[Finding] = []
        for at, each in enumerate(value):
            bad = primitive(each) if primitive is not None else inner(each, walk, depth) if inner is not None else None
            if bad is not None:
                found += under(f"[{at}]", bad)
                if len(found) > MOST_FAULTS:
                    break
        if most is not None and len(value) > most:
            found += found_one("maximum", f"At most {most} may stand here.")
        return found or None

    return check


def _no_list(value: Any) -> Found:
    if value is None or value == []:
        return found_one("empty", "No list may be null or empty: leave it out.")
    return found_one("shape", "A list stands here, in square brackets, even for one value.")


def finishing(shape: Shape) -> Callable[[dict[str, Any], Walk, list[Finding]], Found] | None:
    """What is checked of the object as a whole, None when there is nothing; choices and rules are few for most types."""
    choices, invariants, names = shape.choices, shape.invariants, shape.choices[0].names if shape.is_extension else None
    needs_content = shape.needs_content
    if not (needs_content or choices or invariants or shape.required):
        return None

    def finish(value: dict[str, Any], walk: Walk, found: list[Finding]) -> Found:
        if shape.required:
            found += _missing(shape.required, value)
        if needs_content and len(value) == 1 and "id" in value:
            found += found_one("ele-1", "An element has more than an id.")
        if choices:
            found += _check_choices(choices, value)
        if names is not None:
            found += _check_extension(value, names)
        elif invariants and (not found or UNSOUND.isdisjoint(rule for _, rule, _, _ in found)):
            found += broken(invariants, value, walk)
        return found or None

    return finish


def _missing(required: tuple[str, ...], value: dict[str, Any]) -> list[Finding]:
    words = "This element must be there."
    return [(name, "minimum", "error", words) for name in required if name not in value and "_" + name not in value]


def broken(invariants: tuple[Invariant, ...], value: dict[str, Any], walk: Walk) -> list[Finding]:
    """The rules that an object breaks: those that do not come out true."""
    around = Around(resource=walk.resource, contained=walk.contained, context=value)
    return [("", each.key, each.severity, each.words) for each in invariants if each.holds(value, around) is not True]


def _check_choices(choices: tuple[Choice, ...], value: dict[str, Any]) -> list[Finding]:
    found: list[Finding] = []
    for choice in choices:
        if choice.required or not choice.names.isdisjoint(value):
            found += _check_choice(choice, value)
    return found


def _check_choice(choice: Choice, value: dict[str, Any]) -> list[Finding]:
    given = {key.removeprefix("_") for key in value if key in choice.names}
    if not given:
        return found_one("minimum", "This element must be there, in one of its forms.", choice.name)
    if len(given) > 1:
        return found_one("choice", f"One form may stand here, not {len(given)}: {', '.join(sorted(given))}.", choice.name)
    return []


def _check_extension(value: dict[str, Any], names: frozenset[str]) -> list[Finding]:
    if ("extension" in value) == names.isdisjoint(value):
        return []
    return found_one("ext-1", "An extension has either a value or extensions of its own: not both, not neither.")
