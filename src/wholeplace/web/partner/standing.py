"""Where each ambition stands on the pages: what was seen last, the words for it, and its drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.agreement.plans import Ambition, Observed, Plan, Progress, Shape, Standing, goal_of, progress_of, trajectory
from wholeplace.agreement.records.plans.reading import seen_of_ambition
from wholeplace.publish import wording
from wholeplace.publish.charts.trajectory import Course, trajectory_chart
from wholeplace.web.house import House
from wholeplace.web.partner.released import Release, area_of, seen_in

COLOURS: Mapping[Standing, str] = {
    Standing.REACHED: "green", Standing.ON_TRACK: "green", Standing.BEHIND: "yellow", Standing.WRONG_WAY: "red",
    Standing.MISSED: "red", Standing.CANNOT_SAY: "grey",
}  # fmt: skip
WORST_FIRST = (Standing.WRONG_WAY, Standing.MISSED, Standing.BEHIND, Standing.CANNOT_SAY, Standing.ON_TRACK, Standing.REACHED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """One ambition with everything that was seen of it, where it stands, and its drawing (empty where there is nothing to draw)."""

    ambition: Ambition
    seen: tuple[Observed, ...]
    progress: Progress
    colour: str
    drawing: str

    @property
    def last(self) -> Observed | None:
        """What was seen last."""
        return self.seen[-1] if self.seen else None


def follow(ambition: Ambition, plan: Plan, release: Release, house: House) -> Followed:
    """An ambition as it stands: what the latest release shows of it, what was reported in the plan's files, and what the records hold."""
    reported = [
        one.seen for one in plan.reported if one.ambition == ambition.name and one.area in ("", ambition.area, area_of(ambition, plan))
    ]
    of_release = seen_in(release, ambition, plan, house.place.settings.country)
    seen = tuple(sorted((*reported, *of_release, *seen_of_ambition(ambition.name)), key=lambda one: one.on))
    progress = progress_of(ambition, seen[-1] if seen else None)
    drawing = trajectory_chart(course_of(ambition, seen, progress))
    return Followed(ambition=ambition, seen=seen, progress=progress, colour=COLOURS[progress.standing], drawing=drawing)


def follow_all(plan: Plan, release: Release, house: House) -> dict[str, Followed]:
    """Every ambition of a plan by its name."""
    return {one.name: follow(one, plan, release, house) for one in plan.ambitions}


def course_of(ambition: Ambition, seen: Sequence[Observed], progress: Progress) -> Course:
    """What there is to draw of an ambition. Values of another definition than the baseline's are left out: they are not joined."""
    asked = ambition.baseline.definition_id if ambition.baseline else ""
    points = [(one.on, one.value) for one in seen if one.value is not None and (not asked or one.definition_id == asked)]
    wanted = [(point.on, point.expected) for point in trajectory(ambition)]
    if ambition.baseline and ambition.target.shape is not Shape.COUNT:
        points = [(ambition.baseline.on, ambition.baseline.value), *(point for point in points if point[0] > ambition.baseline.on)]
    goal = goal_of(ambition.target, ambition.baseline)
    return Course(
        wanted=wanted, seen=points, worse=progress.standing in (Standing.WRONG_WAY, Standing.MISSED), says=progress.sentence,
        goal="" if goal is None else f"goal {wording.number(goal)}", last=wording.number(points[-1][1]) if points else "",
    )  # fmt: skip
