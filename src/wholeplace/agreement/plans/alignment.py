"""Shared objectives: which partners took each ambition as their own, and which ambitions only one of them pursues."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.agreement.plans.plan import Plan
from wholeplace.agreement.plans.shapes import Ambition


@dataclass(frozen=True, kw_only=True, slots=True)
class AlignmentRow:
    """One ambition over the partners, in their order: who shares it, and who does not."""

    ambition: Ambition
    shared_by: tuple[str, ...]
    not_shared_by: tuple[str, ...]

    @property
    def shared(self) -> bool:
        """Do at least two partners share it?"""
        return len(self.shared_by) > 1


def alignment(plan: Plan, partners: Sequence[str]) -> tuple[AlignmentRow, ...]:
    """Every ambition that is no place's share of another, over the partners. Who owns one shares it."""
    return tuple(_row(one, partners) for one in plan.ambitions if not one.part_of)


def unshared(rows: Sequence[AlignmentRow]) -> tuple[Ambition, ...]:
    """The ambitions that one partner pursues alone, or none."""
    return tuple(row.ambition for row in rows if not row.shared)


def _row(one: Ambition, partners: Sequence[str]) -> AlignmentRow:
    theirs = {*one.shared_by, one.owner}
    return AlignmentRow(
        ambition=one, shared_by=tuple(name for name in partners if name in theirs),
        not_shared_by=tuple(name for name in partners if name not in theirs),
    )  # fmt: skip
