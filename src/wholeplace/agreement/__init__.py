"""What was agreed: who may decide what, at which level, by which rules and clocks, and what was decided."""

from wholeplace.agreement.checking import check_agreement

__all__ = ["check_agreement"]
