"""Whoever waits for a turn gets it, or is told in time that nothing was done."""

from threading import BoundedSemaphore

import pytest

from wholeplace.service.records import turns


def test_who_gets_no_place_in_time_is_told_and_nothing_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    places, done = BoundedSemaphore(1), list[str]()
    monkeypatch.setattr(turns, "_PLACES", places)
    with places, pytest.raises(turns.TooLate):
        turns._with_deadline(lambda: done.append("job"), 0.01)
    assert done == []
    assert places.acquire(blocking=False), "and it gave back none that it never had"
