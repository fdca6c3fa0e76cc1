"""Plans: one tree from system to place, ambitions in seven shapes of target, and where each stands."""

from wholeplace.agreement.plans.checks import problems_of
from wholeplace.agreement.plans.plan import (
    Action,
    Capacity,
    Horizon,
    Milestone,
    Need,
    Plan,
    Post,
    Programme,
    Reported,
    StatedGap,
    Strategy,
)
from wholeplace.agreement.plans.shapes import Ambition, Baseline, Better, Observed, Progress, Shape, Standing, Target, TrajectoryPoint
from wholeplace.agreement.plans.targets import expected_on, goal_of, progress_of

__all__ = [
    "Action", "Ambition", "Baseline", "Better", "Capacity", "Horizon", "Milestone", "Need", "Observed", "Plan", "Post", "Programme",
    "Progress", "Reported", "Shape", "Standing", "StatedGap", "Strategy", "Target", "TrajectoryPoint", "expected_on", "goal_of",
    "problems_of", "progress_of",
]  # fmt: skip
