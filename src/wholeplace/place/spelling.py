"""The nearest known word, for letters of this room. It stands in `terms`."""

from wholeplace.terms.spelling import did_you_mean

__all__ = ["did_you_mean"]
