"""What a rule asks, as far as it only asks what is there and which of some texts a value is.

An outline lets a rule be answered where the values are no dicts. `surely_true` and `surely_false` write it as a Python
expression that is true only if the rule is true (or false); None where no such expression is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["there", "valued", "among", "not", "or", "and", "same"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """One question: of the element `name` (that it is there, that it has a value, that it is among `texts`), or of `parts`."""

    kind: Kind
    name: str = ""
    texts: frozenset[str] = frozenset()
    parts: tuple["Outline | None", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """How an element is asked for in Python: that it is there, that it is not, and its value (empty where it has none to compare)."""

    there: str
    absent: str
    value: str


Writing: TypeAlias = Callable[[str], "Written | None"]


def joined(kind: Kind, *parts: "Outline | None") -> Outline | None:
    """An outline of outlines; None when nothing is known of any part."""
    return Outline(kind=kind, parts=parts) if any(parts) else None


def surely_true(outline: Outline | None, written: Writing) -> str | None:
    """An expression that is true only if the rule is; `written` says how an element is asked for, None for one that is not known."""
    return _sure(outline, written, True)


def surely_false(outline: Outline | None, written: Writing) -> str | None:
    """An expression that is true only if the rule is false."""
    return _sure(outline, written, False)


def _sure(outline: Outline | None, written: Writing, wanted: bool) -> str | None:
    if outline is None:
        return None
    if not outline.parts:
        element = written(outline.name)
        return _of_element(outline, element, wanted) if element is not None else None
    if outline.kind == "not":
        return _sure(outline.parts[0], written, not wanted)
    if outline.kind == "same":
        left, right = outline.parts
        alike = [_all(_sure(left, written, each), _sure(right, written, each if wanted else not each)) for each in (True, False)]
        return _any(*alike)
    parts = [_sure(part, written, wanted) for part in outline.parts]
    return _any(*parts) if (outline.kind == "or") == wanted else _all(*parts)


def _of_element(outline: Outline, element: Written, wanted: bool) -> str | None:
    if outline.kind == "there":
        return element.there if wanted else element.absent
    if outline.kind == "valued":
        return None if wanted else element.absent
    if not element.value:
        return None
    texts = ", ".join(repr(text) for text in sorted(outline.texts))
    return f"{element.value} in ({texts},)" if wanted else f"{element.value} not in (None, {texts})"


def _any(*parts: str | None) -> str | None:
    known = [part for part in parts if part is not None]
    return f"({' or '.join(known)})" if known else None


def _all(*parts: str | None) -> str | None:
    known = [part for part in parts if part is not None]
    return f"({' and '.join(known)})" if len(known) == len(parts) else None
