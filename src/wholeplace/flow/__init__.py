"""What if: the whole system as one network of stations, run day by day, so that a place can see what a choice does to everyone."""

from wholeplace.flow.asking import Effort, ask, costs_of_runs
from wholeplace.flow.asking.ranges import Range
from wholeplace.flow.asking.returns import QUESTION as RETURNS_BESIDE_DELAYS
from wholeplace.flow.budget import BestUse, Budget, NearBest, Split, best_use, read_budget
from wholeplace.flow.checks import problems_of
from wholeplace.flow.numbers import Lever, levers
from wholeplace.flow.place_checks import check_flow
from wholeplace.flow.projection import YearAhead, projected
from wholeplace.flow.projection.years import YearOfPlan, YearsPlan, plan_years
from wholeplace.flow.reading import has_network, read_network
from wholeplace.flow.scenario_files import read_scenario, scenario_from, scenario_text
from wholeplace.flow.scenarios import BASE, compared, scenarios_of, with_changes
from wholeplace.flow.screening import screen
from wholeplace.flow.shapes import (
    Answer,
    Arrivals,
    Assumption,
    Band,
    Forecast,
    Group,
    Law,
    Length,
    Move,
    Network,
    Overflow,
    OverflowRule,
    Present,
    Return,
    Route,
    Run,
    Scenario,
    Service,
    Snapshot,
    Station,
    Step,
    Unit,
    Waits,
)
from wholeplace.flow.winter import MonthOfService, Option, WeekGap, WinterPlan, winter_plan
from wholeplace.flow.winter_settings import WinterSettings
from wholeplace.flow.winter_settings import table_text as winter_table
from wholeplace.flow.writing import write_network

__all__ = [
    "Answer", "Arrivals", "Assumption", "BASE", "Band", "BestUse", "Budget", "Effort", "Forecast", "Group", "Law", "Length", "Lever",
    "MonthOfService", "Move", "NearBest", "Network", "Option", "Overflow", "OverflowRule", "Present", "RETURNS_BESIDE_DELAYS", "Range",
    "Return", "Route", "Run", "Scenario", "Service", "Snapshot", "Split", "Station", "Step", "Unit", "Waits", "WeekGap", "WinterPlan",
    "WinterSettings", "YearAhead", "YearOfPlan", "YearsPlan", "ask", "best_use", "check_flow", "compared", "costs_of_runs",
    "has_network", "levers", "plan_years", "problems_of", "projected", "read_budget", "read_network", "read_scenario", "scenario_from",
    "scenario_text", "scenarios_of", "screen", "winter_plan", "winter_table", "with_changes", "write_network",
]  # fmt: skip
