"""The shared words of the house. Knows no data, database, web or clock."""

from wholeplace.terms.codes import AreaCode, MeasureName, OrganisationCode, PersonKey, SmallAreaCode
from wholeplace.terms.period import Period, month_of, months_later
from wholeplace.terms.problem import DataProblem, Problem, WrongUse
from wholeplace.terms.quantity import Count, Days, Money, Rate

__all__ = [
    "AreaCode", "Count", "DataProblem", "Days", "MeasureName", "Money", "OrganisationCode", "Period",
    "PersonKey", "Problem", "Rate", "SmallAreaCode", "WrongUse", "month_of", "months_later",
]  # fmt: skip
