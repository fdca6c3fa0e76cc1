"""An error is a helpful letter: what is wrong, where, why it matters, what to do. All problems at once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong. `what` may show a value, but never one that identifies a person."""

    where: str
    what: str
    why: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.why}\n      {self.fix}"


class DataProblem(Exception):
    """The data cannot support what was asked. Carries every problem found, to be read as one letter."""

    def __init__(self, subject: str, problems: Sequence[Problem]) -> None:
        self.subject = subject
        self.problems = tuple(problems)
        super().__init__(self.letter())

    def letter(self) -> str:
        """The whole letter, for a person."""
        count = len(self.problems)
        lines = [f"{self.subject}: {count} problem{'' if count == 1 else 's'}."]
        return "\n".join(lines + [f"  {problem}" for problem in self.problems])

    def for_machines(self) -> dict[str, object]:
        """The same letter as plain values, for `--json`."""
        return {"subject": self.subject, "problems": [asdict(problem) for problem in self.problems]}


class WrongUse(Exception):
    """The question itself cannot be read: a verb, option or name that does not exist."""
