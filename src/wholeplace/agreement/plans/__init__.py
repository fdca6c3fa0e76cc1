"""Plans: ambitions in seven shapes of target, and where each stands."""

from wholeplace.agreement.plans.checks import problems_of
from wholeplace.agreement.plans.shapes import Ambition, Baseline, Better, Observed, Progress, Shape, Standing, Target
from wholeplace.agreement.plans.targets import expected_on, goal_of, progress_of

__all__ = [
    "Ambition", "Baseline", "Better", "Observed", "Progress", "Shape", "Standing", "Target", "expected_on", "goal_of", "problems_of",
    "progress_of",
]  # fmt: skip
