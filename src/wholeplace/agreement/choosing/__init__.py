"""Choosing well: options weighed by agreed criteria, how far that hangs on the weights, and the most value for each sum."""

from wholeplace.agreement.choosing.awards import Awarded, FundAwards, award
from wholeplace.agreement.choosing.frontier import bought_by, by_value_for_money, frontier
from wholeplace.agreement.choosing.ranking import problems_of_choice, rank, score_of, swings
from wholeplace.agreement.choosing.shapes import Criterion, FrontierPoint, Option, Ranked, Swing

__all__ = [
    "Awarded", "Criterion", "FrontierPoint", "FundAwards", "Option", "Ranked", "Swing", "award", "bought_by", "by_value_for_money",
    "frontier", "problems_of_choice", "rank", "score_of", "swings",
]  # fmt: skip
