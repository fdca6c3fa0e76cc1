"""The log in a database, and records that may be changed only together with an entry in it.

Models are imported from `wholeplace.ledger.records.models` by the rooms that have some: Django must be set up first.
"""

from wholeplace.ledger.records.acts import Act

__all__ = ["Act"]
