"""Collects every mistake in a contract or a feed.toml, so that its author gets one letter."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean


@dataclass
class Letters:
    """Collects what is wrong with one contract. `where` names the file (and the feed's own, when there is one)."""

    where: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, at: str, what: str, fix: str, why: str = "The feed cannot be received by a contract that cannot be read.") -> None:
        self.problems.append(Problem(where=f"{self.where}, {at}" if at else self.where, what=what, why=why, fix=fix))

    def known(self, at: str, given: Iterable[str], allowed: Iterable[str]) -> None:
        """A letter for each word of `given` that is not allowed."""
        allowed = tuple(allowed)
        for word in given:
            if word not in allowed:
                fix = did_you_mean(word, allowed) or f"Known here: {', '.join(allowed)}."
                self.add(f"{at}{word}", f'"{word}" is not known here.', fix, "A word that is misspelt would be ignored in silence.")

    def sql(self, at: str, text: str) -> None:
        """A letter when `text` is not one SQL expression."""
        try:
            parsed = sqlglot.parse(f"select {text}", read="duckdb")
        except SqlglotError as error:
            self.add(at, f"it is not SQL: {str(error).splitlines()[0]}", "Correct the expression.")
            return
        if len(parsed) != 1 or not isinstance(parsed[0], exp.Select) or len(parsed[0].expressions) != 1:
            self.add(at, "it is more than one SQL expression.", "Write one expression, without select or a semicolon.")
        elif parsed[0].args.get("from_") or parsed[0].find(exp.Subquery, exp.Table):
            self.add(at, "it reads another table.", "An expression sees one row of the file, nothing else.")
