"""Letters about a cohort's definition, gathered, so that all problems are told at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse import YES_OR_NO, Table, read_condition


@dataclass(slots=True)
class Letters:
    """What is wrong with one definition so far."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def where(self, key: str) -> str:
        return f"cohorts/{self.name}.toml, {key}" if key else f"cohorts/{self.name}.toml"

    def say(self, key: str, what: str, why: str, fix: str) -> None:
        """One more problem, at `key`."""
        self.problems.append(Problem(where=self.where(key), what=what, why=why, fix=fix))

    def unknown(self, key: str, what: str, word: str, known: Iterable[str]) -> None:
        """A word that is not known, with the nearest that is."""
        choices = f"Choose from {', '.join(known)}."
        self.say(key, what, "A word that is misspelt would be ignored in silence.", did_you_mean(word, known) or choices)

    def condition(self, key: str, text: str, table: Table, *, wants: str = YES_OR_NO) -> str:
        """The condition's SQL, checked against the columns of `table`; FALSE, with a letter, when it cannot be read."""
        read = read_condition(text, table, where=self.where(key), wants=wants, problems=self.problems)
        return read.sql if read else "FALSE"
