"""Runs in the background, one at a time, so that a page can answer at once and look again. The last ones are kept."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from wholeplace.flow import Forecast, Network, Scenario
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress

KEPT = 40
WAITING = 4
"""Runs that may wait for their turn. One more is refused, with a letter: each keeps the whole machine busy for seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked: the same question is run once."""

    network: Network
    scenario: Scenario
    replications: int


Asks = Callable[[Question, Progress], Forecast]


@dataclass(slots=True)
class Running:
    """One run: the share of it that is done, and what comes of it."""

    future: "Future[Forecast]" = field(default_factory=Future)
    done: float = 0.0

    def progress(self, room: str, doing: str, share: float) -> None:  # noqa: ARG002  the form of a Progress
        """Takes the share that the run tells of."""
        self.done = max(self.done, share)


class Runs:
    """The runs of one door. `asks` does the work; one thread, because a run takes both cores for itself."""

    def __init__(self, asks: Asks) -> None:
        self._asks = asks
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="what-if")
        self._held: OrderedDict[Question, Running] = OrderedDict()
        self._lock = Lock()

    def of(self, question: Question) -> Running:
        """The run of a question, begun now if nobody asked before. Raises DataProblem when too many wait."""
        with self._lock:
            if question not in self._held:
                if sum(not running.future.done() for running in self._held.values()) > WAITING:
                    raise DataProblem("what if", [_busy()])
                running = Running()
                running.future = self._worker.submit(self._asks, question, running.progress)
                self._held[question] = running
                self._forget_oldest()
            self._held.move_to_end(question)
            return self._held[question]

    def _forget_oldest(self) -> None:
        ended = [question for question, running in self._held.items() if running.future.done()]
        for question in ended[: max(0, len(self._held) - KEPT)]:
            del self._held[question]


def _busy() -> Problem:
    return Problem(
        where="This machine", what="It has several runs to finish first.", why="Each takes all of it for some seconds.",
        fix="Ask again in a moment.",
    )  # fmt: skip
