"""Places side by side: each ambition of the system with what each place wants and where it stands, and what is not shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.agreement.plans.plan import Plan
from wholeplace.agreement.plans.shapes import Ambition, Observed, Progress
from wholeplace.agreement.plans.targets import progress_of


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceCell:
    """One ambition in one place: the place's own share of it and where that stands; None where the place has no share of it."""

    area: str
    ambition: Ambition | None
    progress: Progress | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SideBySideRow:
    """One ambition over all places, the whole system's own progress first."""

    ambition: Ambition
    whole: Progress
    cells: tuple[PlaceCell, ...]

    @property
    def without(self) -> tuple[str, ...]:
        """The places that have no share of it."""
        return tuple(cell.area for cell in self.cells if cell.ambition is None)


@dataclass(frozen=True, kw_only=True, slots=True)
class SideBySide:
    """The plans of all places on one page. `of_one_place`: ambitions of a place that are no share of the system's, by area."""

    areas: tuple[str, ...]
    rows: tuple[SideBySideRow, ...]
    of_one_place: Mapping[str, tuple[Ambition, ...]]


def side_by_side(plan: Plan, areas: Sequence[str], seen: Mapping[tuple[str, str], Observed]) -> SideBySide:
    """Ambition by place. `seen`: what was seen last, by the ambition's own name and area (the area empty for the whole).

    A row is an ambition that is no share of another and for no single one of `areas`. A place's cell is its own ambition that is
    a share of that row's: a system's target says nothing of one place, whose baseline is another.
    """
    wide = [one for one in plan.ambitions if not one.part_of and one.area not in areas]
    alone = {area: tuple(one for one in plan.ambitions if one.area == area and not one.part_of) for area in areas}
    rows = tuple(_row(one, plan, areas, seen) for one in wide)
    return SideBySide(areas=tuple(areas), rows=rows, of_one_place={area: found for area, found in alone.items() if found})


def last_reported(plan: Plan) -> dict[tuple[str, str], Observed]:
    """What was last reported of each ambition in each area, in the form that `side_by_side` asks for."""
    ordered = sorted(plan.reported, key=lambda one: one.seen.on)
    return {(one.ambition, one.area): one.seen for one in ordered}


def _row(one: Ambition, plan: Plan, areas: Sequence[str], seen: Mapping[tuple[str, str], Observed]) -> SideBySideRow:
    shares = {share.area: share for share in plan.ambitions if share.part_of == one.name}
    cells = tuple(_cell(area, shares.get(area), seen) for area in areas)
    return SideBySideRow(ambition=one, whole=progress_of(one, seen.get((one.name, one.area))), cells=cells)


def _cell(area: str, share: Ambition | None, seen: Mapping[tuple[str, str], Observed]) -> PlaceCell:
    progress = progress_of(share, seen.get((share.name, area))) if share else None
    return PlaceCell(area=area, ambition=share, progress=progress)
