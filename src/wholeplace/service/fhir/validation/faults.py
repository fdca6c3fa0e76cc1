"""What is wrong with a message: a fault says where, by which rule and in plain words, and never shows a value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]

# Where a fault lies seen from the element that found it, the rule, the severity, the words. Each element on the way
# up puts its own name before the path, so that a clean message costs no paths at all.
Finding: TypeAlias = tuple[str, str, Severity, str]
Found: TypeAlias = list[Finding] | None
Primitive: TypeAlias = Callable[[Any], Found]
Check: TypeAlias = Callable[[Any, "Walk", int], Found]

MOST_FAULTS = 100  # more help nobody; a hostile message must not make a long answer
DEEPEST = 60  # levels of elements; real messages stay under 20

# Every rule that is ours and not an invariant of FHIR (those keep their own keys, such as `app-2`).
RULES = {
    "json": "The message is JSON in UTF-8, and one object.",
    "depth": f"Elements lie at most {DEEPEST} levels deep.",
    "too-many-faults": f"At most {MOST_FAULTS} faults are told at once.",
    "resource-type": "A resource says its type, and the type is one of FHIR R4.",
    "unknown-element": "Only elements that FHIR knows stand in a resource.",
    "shape": "One value stands where FHIR allows one, and a list where it allows several.",
    "empty": "No element, list or text is empty, and none is null.",
    "minimum": "Elements that must be there are there.",
    "maximum": "An element repeats no more often than it may.",
    "choice": "Of the forms that a value may take, one stands there.",
    "type": "A value has the type of its element.",
    "format": "A text follows the grammar of its type.",
    "calendar": "A date is a day that the calendar has.",
    "range": "A number lies in the range of its type.",
    "code": "A code is one of the closed list that FHIR requires.",
    "primitive-extension": "What stands beside a primitive under `_name` matches it.",
    "extension": "An extension has a url, and either a value or extensions of its own.",
    "reference-form": "A reference is `Type/id`, an address, a urn, or `#id` of a contained resource.",
    "reference-target": "A reference points to a type of resource that its element allows.",
    "reference-unresolved": "A reference to within the message finds its resource there.",
    "narrative": "A narrative is well-formed XHTML without scripts, forms or styles from elsewhere.",
    "profile-unknown": "The profile asked for is one that we know and that is for this type.",
    "profile-fixed": "A value is the one that the profile fixes.",
    "profile-slice": "A slice of a list holds as many members as its profile says.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong with a message.

    `path` is FHIRPath-like, such as `Bundle.entry[3].resource.start`; a choice element goes by its bare name (`value`).
    `rule` is one of our rule names or the key of an invariant of FHIR. `words` never hold a value from the message.
    """

    path: str
    rule: str
    severity: Severity
    words: str


class Walk:
    """What one run of the validator knows beside the element it stands at."""

    __slots__ = ("bundle", "contained", "entries", "resource", "used")

    def __init__(self) -> None:
        self.resource: dict[str, Any] = {}  # the resource that holds the element; of a contained one, itself
        self.contained: dict[str, str] | None = None  # id -> type of what the outer resource contains
        self.used: set[str] = set()  # ids of contained resources that something points to
        self.bundle: str | None = None  # type of the innermost Bundle
        self.entries: dict[str, str] = {}  # full address of an entry of that Bundle -> type of its resource


def found_one(rule: str, words: str, path: str = "", severity: Severity = "error") -> list[Finding]:
    """A single finding at the element itself, or at `path` below it."""
    return [(path, rule, severity, words)]


def under(label: str, findings: list[Finding]) -> list[Finding]:
    """The findings of a part, seen from the whole; `label` is the part's name or place, such as `entry` or `[3]`."""
    return [(join(label, path), rule, severity, words) for path, rule, severity, words in findings]


def join(label: str, path: str) -> str:
    """A path with one step before it; a place in a list sticks to what it belongs to."""
    if not path:
        return label
    return f"{label}{path}" if path[0] == "[" else f"{label}.{path}"
