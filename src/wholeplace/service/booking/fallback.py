"""What to offer where a practice cannot be booked: alternatives that have a name, and the reason."""

from dataclasses import dataclass

from wholeplace.service.booking.shapes import Alternative, Practices


@dataclass(frozen=True, kw_only=True, slots=True)
class Fallback:
    """A practice that cannot be booked, why, and what to offer instead. `code` is empty where nobody knows where they are registered."""

    code: str
    name: str
    why: str
    instead: tuple[Alternative, ...]


NOT_ENABLED = "This practice cannot be booked from here. Ring it, or offer one of these."
NOT_KNOWN = "This practice is not in this place. Ring it, or offer one of these."
NOT_REGISTERED = "Nobody knows where this person is registered. Offer one of these."
NOTHING_FREE = "This practice has no free slot in this time. Offer one of these."


def fallback_for(registered_at: str, practices: Practices) -> Fallback | None:
    """What to offer somebody whose own practice cannot be booked; None where it can."""
    practice = practices.by_code.get(registered_at)
    if practice is not None and practice.enabled:
        return None
    if practice is None:
        why = NOT_KNOWN if registered_at else NOT_REGISTERED
        return Fallback(code=registered_at, name=registered_at, why=why, instead=tuple(practices.alternatives.values()))
    why = practice.why_not or NOT_ENABLED
    return Fallback(code=practice.code, name=practice.name, why=why, instead=alternatives_of(practice.instead, practices))


def nothing_free(registered_at: str, practices: Practices) -> Fallback:
    """What to offer where an enabled practice has nothing free."""
    practice = practices.by_code[registered_at]
    return Fallback(code=practice.code, name=practice.name, why=NOTHING_FREE, instead=alternatives_of(practice.instead, practices))


def alternatives_of(names: tuple[str, ...], practices: Practices) -> tuple[Alternative, ...]:
    """The alternatives that a practice names, in its order; every one of the place where it names none."""
    return tuple(practices.alternatives[name] for name in names) or tuple(practices.alternatives.values())
