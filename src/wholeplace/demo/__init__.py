"""An invented place with planted truth: every file a real place would have, made from a seed."""

from wholeplace.demo.make import make

__all__ = ["make"]
