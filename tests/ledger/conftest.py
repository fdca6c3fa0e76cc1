"""Somebody who does things, and records to do them with."""

from datetime import UTC, datetime

import pytest

from wholeplace.ledger.records import Act

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def act() -> Act:
    return Act(account="clerk.one", acting_as="clerk", event="changed", at=NOON, why="it was asked for")
