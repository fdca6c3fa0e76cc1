"""Which records are about the same person. Closed: only `people` may look inside."""

from wholeplace.people.link.shapes import HOW, IDENTITIES, LINKS, LinkRun

__all__ = ["HOW", "IDENTITIES", "LINKS", "LinkRun"]
