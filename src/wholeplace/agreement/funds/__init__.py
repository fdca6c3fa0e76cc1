"""Pooled funds: who puts in what, on which lines it is spent, and who bears what when the year goes otherwise."""

from wholeplace.agreement.funds.beforehand import (
    PartnerOutlook,
    RuleOutlook,
    outlook_of,
    years_from_costs,
    years_from_model,
    years_from_ranges,
)
from wholeplace.agreement.funds.books import books_of, last_month
from wholeplace.agreement.funds.checks import blocked, months_of, problems_of_funds, statutory_terms
from wholeplace.agreement.funds.during import (
    Cause,
    Entry,
    FundClock,
    FundPosition,
    LinePosition,
    clocks_of,
    position_of,
    problems_of_entries,
    shares_by_month,
)
from wholeplace.agreement.funds.duties import AfterSharing, after_sharing, stops, whole_gain
from wholeplace.agreement.funds.modelled import ModelCosts, model_kept, run_model
from wholeplace.agreement.funds.pack import FundInPack, PackMoney, ProgrammeMoney, money_in_pack
from wholeplace.agreement.funds.pence import split
from wholeplace.agreement.funds.reading import read_funds
from wholeplace.agreement.funds.returns import COLUMNS, FundReturn, ReturnRow, quarter_ends, return_of
from wholeplace.agreement.funds.rule_checks import problems_of_rule
from wholeplace.agreement.funds.rules import Bear, NobodyWorseOff, Offset, OwnLines, RiskRule, ShareOut, Step, TakeFrom
from wholeplace.agreement.funds.shapes import (
    Award,
    BodyPosition,
    BudgetLine,
    Contribution,
    EquityWeights,
    Fund,
    FundKind,
    Funds,
    Instalment,
    LineOutlook,
)
from wholeplace.agreement.funds.sharing import Allocation, Borne, LineVariance, allocate

__all__ = [
    "AfterSharing", "Allocation", "Award", "Bear", "BodyPosition", "Borne", "BudgetLine", "COLUMNS", "Cause", "Contribution", "Entry",
    "EquityWeights", "Fund", "FundClock", "FundInPack", "FundKind", "FundPosition", "FundReturn", "Funds", "Instalment", "LineOutlook",
    "LinePosition", "LineVariance", "ModelCosts", "NobodyWorseOff", "Offset", "OwnLines", "PackMoney", "PartnerOutlook",
    "ProgrammeMoney", "ReturnRow", "RiskRule", "RuleOutlook", "ShareOut", "Step", "TakeFrom", "after_sharing", "allocate", "blocked",
    "books_of", "clocks_of", "last_month", "model_kept", "money_in_pack", "months_of", "outlook_of", "position_of",
    "problems_of_entries", "problems_of_funds", "problems_of_rule", "quarter_ends", "read_funds", "return_of", "run_model",
    "shares_by_month", "split", "statutory_terms", "stops", "whole_gain", "years_from_costs", "years_from_model",
    "years_from_ranges",
]  # fmt: skip
