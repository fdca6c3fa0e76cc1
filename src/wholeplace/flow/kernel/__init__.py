"""The compiled simulation: one replication of one network, from its first hour to its last.

The order of what happens at one moment is in docs/explanation/flow.md. The machine code is kept from run to run (numba's cache)
under a digest of all its sources, because numba itself looks at one file only: a change in another would go unseen.
"""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from numpy.typing import NDArray

from wholeplace.flow import draws, lengths, quick, rates
from wholeplace.flow.kernel import arrays
from wholeplace.flow.kernel.days import begin_day, people_of_hour, sum_up
from wholeplace.flow.kernel.happenings import happen
from wholeplace.flow.kernel.placing import place_all
from wholeplace.flow.kernel.planning import drop_first, gather
from wholeplace.flow.kernel.world import EACH_KIND
from wholeplace.flow.quick import kept

__all__ = ["run_through"]


def digest_of_sources() -> int:
    """A number that changes with any source of the compiled code."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), *(Path(str(module.__file__)) for module in (draws, lengths, quick, rates))]
    return int.from_bytes(blake2b(b"".join(file.read_bytes() for file in files), digest_size=7).digest(), "big")


def _compiled(digest: int) -> "Callable[[NDArray], int]":
    @kept
    def run_through(w):
        """Run one replication; what came of it stands in the world's arrays. Returns 0, or why it could not go on."""
        sources = digest  # a part of the cache's key  # noqa: F841
        clock = w[0]
        clock.now = float(clock.first_hour // 24)
        slots = clock.slots
        clock.slot = clock.first_hour * slots - 1
        place_all(w)
        for slot in range(clock.first_hour * slots, clock.last_hour * slots):
            clock.slot = slot
            if slot % (24 * slots) == 0:
                begin_day(w, slot // (24 * slots) - clock.first_hour // 24)
            gather(w)
            if slot % slots == 0:
                people_of_hour(w, slot // slots)
            while clock.in_heap > 0 and not clock.trouble:
                due = arrays.due(w, 0)
                time, tie, p = due.time, due.tie, due.person
                drop_first(w)
                if arrays.person(w, p).tie == tie:
                    clock.now = time
                    happen(w, p, tie // EACH_KIND)
            if clock.trouble:
                return clock.trouble
        begin_day(w, (clock.last_hour - clock.first_hour) // 24)
        sum_up(w)
        return clock.trouble

    return run_through


run_through = _compiled(digest_of_sources())
