"""A reset after an interruption such as a pandemic: what is kept, stopped or begun, and what was seen before and after, kept apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wholeplace.agreement.plans.plan import Interruption
from wholeplace.agreement.plans.shapes import Ambition, Observed
from wholeplace.terms import Problem


class ResetChoice(StrEnum):
    """What is done with a way of working after an interruption."""

    KEEP = "keep"
    STOP = "stop"
    BEGIN = "begin"
    BRING_BACK = "bring back"


@dataclass(frozen=True, kw_only=True, slots=True)
class ResetItem:
    """One way of working and what is done with it. `before`, `during`: how it was; `why`: the reason for the choice. One owner."""

    reference: str
    interruption: str
    title: str
    choice: ResetChoice
    before: str
    during: str
    why: str
    owner: str
    decided_on: date
    decision: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parted:
    """What was seen before, during and after an interruption. The three are never joined into one line."""

    before: tuple[Observed, ...]
    during: tuple[Observed, ...]
    after: tuple[Observed, ...]


def parted(seen: Iterable[Observed], interruption: Interruption) -> Parted:
    """What was seen, in three parts by day."""
    ordered = sorted(seen, key=lambda one: one.on)
    before, during, after = (tuple(one for one in ordered if _part(one.on, interruption) == part) for part in range(3))
    return Parted(before=before, during=during, after=after)


def across(ambition: Ambition, seen: Observed, interruptions: Sequence[Interruption]) -> tuple[str, ...]:
    """A sentence for each interruption that parts where an ambition began from what was seen of it."""
    if ambition.baseline is None:
        return ()
    begun = ambition.baseline.on
    return tuple(
        f"{ambition.title}: it began on {begun}, and {seen.on} lies on another side of {one.title}. Look at each side alone."
        for one in interruptions
        if _part(begun, one) != _part(seen.on, one)
    )


def _part(day: date, interruption: Interruption) -> int:
    """0 before an interruption, 1 during it, 2 after."""
    if interruption.dates.hold(day):
        return 1
    return 0 if day < interruption.dates.since else 2


def by_choice(items: Iterable[ResetItem], choice: ResetChoice) -> tuple[ResetItem, ...]:
    """The list to keep, to stop, to begin or to bring back, in the order in which it was decided."""
    return tuple(sorted((one for one in items if one.choice is choice), key=lambda one: (one.decided_on, one.reference)))


def problems_of_reset_item(item: ResetItem, interruptions: Sequence[Interruption]) -> list[Problem]:
    """What keeps an item from standing in the list."""
    where = f"reset {item.reference}"
    why = "What was learnt in a hard time is lost where nobody writes down what is kept and why."
    return [Problem(where=where, what=what, why=why, fix=fix) for what, fix in _problems(item, interruptions)]


def _problems(item: ResetItem, interruptions: Sequence[Interruption]) -> Iterator[tuple[str, str]]:
    if item.interruption not in [one.name for one in interruptions]:
        yield f'"{item.interruption}" is no interruption on the list.', "Name one on the list, or add it with its days and source."
    if not item.owner.strip():
        yield "nobody owns it.", "Name exactly one owner."
    if not item.why.strip():
        yield "it gives no reason.", "Say why."
    if item.choice is not ResetChoice.BEGIN and not item.before.strip() and not item.during.strip():
        yield "it does not say how it was.", "Say how it was before, or during the interruption."
