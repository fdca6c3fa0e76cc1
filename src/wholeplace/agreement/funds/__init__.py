"""Pooled funds: who puts in what, on which lines it is spent, and who bears what when the year goes otherwise."""

from wholeplace.agreement.funds.checks import blocked, months_of, problems_of_funds, statutory_terms
from wholeplace.agreement.funds.pence import split, split_to_date
from wholeplace.agreement.funds.reading import read_funds
from wholeplace.agreement.funds.rule_checks import problems_of_rule
from wholeplace.agreement.funds.rules import Bear, NobodyWorseOff, Offset, OwnLines, RiskRule, ShareOut, Step, TakeFrom
from wholeplace.agreement.funds.shapes import Award, BudgetLine, Contribution, Fund, FundKind, Funds, Instalment
from wholeplace.agreement.funds.sharing import Allocation, Borne, LineVariance, allocate

__all__ = [
    "Allocation", "Award", "Bear", "Borne", "BudgetLine", "Contribution", "Fund", "FundKind", "Funds", "Instalment", "LineVariance",
    "NobodyWorseOff", "Offset", "OwnLines", "RiskRule", "ShareOut", "Step", "TakeFrom", "allocate", "blocked", "months_of",
    "problems_of_funds", "problems_of_rule", "read_funds", "split", "split_to_date", "statutory_terms",
]  # fmt: skip
