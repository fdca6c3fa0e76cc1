"""Which records are about the same person. Closed: only `people` may look inside."""

from wholeplace.people.link.linking import link_identities
from wholeplace.people.link.records import RecordLinks, link_records
from wholeplace.people.link.settings import LinkSettings
from wholeplace.people.link.shapes import HOW, IDENTITIES, LINKS, LinkRun

__all__ = ["HOW", "IDENTITIES", "LINKS", "LinkRun", "LinkSettings", "RecordLinks", "link_identities", "link_records"]
