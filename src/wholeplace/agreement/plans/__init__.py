"""Plans: one tree from system to place, ambitions in seven shapes of target, and where each thing stands."""

from wholeplace.agreement.plans.alignment import AlignmentRow, alignment, unshared
from wholeplace.agreement.plans.beside import PlaceCell, SideBySide, SideBySideRow, last_reported, side_by_side
from wholeplace.agreement.plans.checks import problems_of
from wholeplace.agreement.plans.delivery import (
    ActionState,
    Colour,
    Delivery,
    action_state,
    delivery_of,
    is_late,
    overdue,
    overdue_milestones,
)
from wholeplace.agreement.plans.history import ProgrammeChange, became_of, came_from, programmes_between, programmes_on
from wholeplace.agreement.plans.horizons import HorizonRow, gaps_of, horizon_of, horizon_rows, other_horizons
from wholeplace.agreement.plans.links import KnownNames
from wholeplace.agreement.plans.opposing import MeasureSense, Pull, opposing, unwatched
from wholeplace.agreement.plans.plan import (
    Action,
    Capacity,
    Horizon,
    Interruption,
    Milestone,
    Need,
    Plan,
    Post,
    Programme,
    Reported,
    StatedGap,
    Strategy,
)
from wholeplace.agreement.plans.reading import known_names, read_plan
from wholeplace.agreement.plans.required import (
    AdoptedPlan,
    PlanState,
    RequiredPlan,
    TrackedPlan,
    missing_plans,
    problems_of_adopted,
    read_required,
    required_plans,
    track,
)
from wholeplace.agreement.plans.reset import (
    Parted,
    ResetChoice,
    ResetItem,
    across,
    by_choice,
    parted,
    problems_of_reset_item,
)
from wholeplace.agreement.plans.resources import money_of, over_capacity, staff_on
from wholeplace.agreement.plans.risks import Risk, RiskKind, RiskState, problems_of_risk, reviews_overdue, risk_state
from wholeplace.agreement.plans.shapes import Ambition, Baseline, Better, Observed, Progress, Shape, Standing, Target, TrajectoryPoint
from wholeplace.agreement.plans.targets import expected_on, goal_of, progress_of, trajectory
from wholeplace.agreement.plans.tree import PlanBranch, PlanNode, every_branch, nodes_of, owned_by, ownerless, path_of, tree_of
from wholeplace.agreement.plans.versions import ChangeKind, PlanChange, changes_between
from wholeplace.agreement.plans.weak_points import weak_points_of_plan
from wholeplace.agreement.plans.whole import faults_of_plan, problems_of_action, problems_of_milestone, problems_of_plan

__all__ = [
    "Action", "ActionState", "AdoptedPlan", "AlignmentRow", "Ambition", "Baseline", "Better", "Capacity", "ChangeKind", "Colour",
    "Delivery", "Horizon", "HorizonRow", "Interruption", "KnownNames", "MeasureSense", "Milestone", "Need", "Observed", "Parted",
    "PlaceCell", "Plan", "PlanBranch", "PlanChange", "PlanNode", "PlanState", "Post", "Programme", "ProgrammeChange", "Progress",
    "Pull", "Reported", "RequiredPlan", "ResetChoice", "ResetItem", "Risk", "RiskKind", "RiskState", "Shape", "SideBySide",
    "SideBySideRow", "Standing", "StatedGap", "Strategy", "Target", "TrackedPlan", "TrajectoryPoint", "across", "action_state",
    "alignment", "became_of", "by_choice", "came_from", "changes_between", "delivery_of", "every_branch", "expected_on",
    "faults_of_plan", "gaps_of", "goal_of", "horizon_of", "horizon_rows", "is_late", "known_names", "last_reported", "missing_plans",
    "money_of", "nodes_of", "opposing", "other_horizons", "over_capacity", "overdue", "overdue_milestones", "owned_by", "ownerless",
    "parted", "path_of", "problems_of", "problems_of_action", "problems_of_adopted", "problems_of_milestone", "problems_of_plan",
    "problems_of_reset_item", "problems_of_risk", "programmes_between", "programmes_on", "progress_of", "read_plan", "read_required",
    "required_plans", "reviews_overdue", "risk_state", "side_by_side", "staff_on", "track", "trajectory", "tree_of", "unshared",
    "unwatched", "weak_points_of_plan",
]  # fmt: skip
