"""What there is to draw of an ambition: the line from its baseline to its goal, and what was seen."""

from collections.abc import Sequence

from wholeplace.agreement.plans import Ambition, Observed, Progress, Shape, Standing, goal_of, trajectory
from wholeplace.publish import wording
from wholeplace.publish.charts.trajectory import Course


def course_of(ambition: Ambition, seen: Sequence[Observed], progress: Progress) -> Course:
    """The course of an ambition, for `trajectory_chart`. Values of another definition than the baseline's are left out: they are not
    joined."""
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
