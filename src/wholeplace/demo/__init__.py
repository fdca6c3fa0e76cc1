"""An invented place with planted truth: every file a real place would have, made from a seed."""

from wholeplace.demo.making import make

__all__ = ["make"]
