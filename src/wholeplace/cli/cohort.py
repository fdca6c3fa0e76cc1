"""wholeplace cohort: people followed from one day on, with the flow of numbers and who they are."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching

if TYPE_CHECKING:
    from wholeplace.people import BaselineRow, CohortTable
    from wholeplace.publish.disclosure import Rule


def cohort(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="A cohort of the library or of DIR/cohorts, or a TOML file.")],
    as_json: AsJson = False,
) -> None:
    """Make a cohort from its definition, and print its flow and its baseline table with small numbers hidden."""
    from wholeplace.publish.disclosure import rule_named

    with letters(as_json=as_json):
        with watching(as_json=as_json) as progress:
            table = wholeplace.cohort(folder, name, progress=progress)
        rule = rule_named(wholeplace.read(folder).settings.disclosure_rule)
        if as_json:
            say_json(_for_machines(table, rule))
        else:
            _for_people(table, rule)


def _count(number: int, rule: "Rule") -> int | str:
    """A count as a screen may show it. A rule that rounds nothing still rounds to 5 here, so that no sum gives a small one away."""
    if rule.hides(number):
        return rule.small
    return int(rule.shown(number)) if rule.midpoint or rule.rounds_to > 1 else int(number / 5 + 0.5) * 5


def _number(value: float | None) -> float | None:
    """Three figures, and no dust of arithmetic: 2e-16 is 0."""
    return None if value is None else float(f"{round(value, 9):.3g}")


def _row(row: "BaselineRow", totals: dict[tuple[str, str], int], rule: "Rule") -> dict[str, Any]:
    """One line of a table. Shares are made of the rounded counts, unless weighted; of small groups only the count is said."""
    small = rule.hides(row.people) or row.people == 0
    total = totals[row.column, row.group]
    share = None if small or row.share is None or rule.hides(total) else _per_cent(row, total, rule)
    told = {name: None if small else _number(getattr(row, name)) for name in ("mean", "sd", "median", "lower_quartile", "upper_quartile")}
    return {
        "column": row.column, "level": row.level, "group": row.group, "people": _count(row.people, rule),
        "per_cent": share, **told, "missing": _count(row.missing, rule),
        "standardised_difference": _number(row.smd),
    }  # fmt: skip


def _per_cent(row: "BaselineRow", total: int, rule: "Rule") -> int:
    """In whole per cent: of rounded counts, so that it gives none away; a weighted share is no share of counts."""
    if row.group == "comparison" and row.share is not None:
        return round(100 * row.share)
    part, whole = _count(row.people, rule), _count(total, rule)
    return round(100 * int(part) / int(whole))


def _rows(rows: "Iterable[BaselineRow]", rule: "Rule") -> list[dict[str, Any]]:
    rows = list(rows)
    totals: dict[tuple[str, str], int] = {}
    for row in rows:
        totals[row.column, row.group] = totals.get((row.column, row.group), 0) + row.people
    return [_row(row, totals, rule) for row in rows]


def _flow(table: "CohortTable", rule: "Rule") -> list[dict[str, Any]]:
    return [
        {"group": step.group, "name": step.name, **{key: _count(getattr(step, key), rule) for key in ("came", "out", "left")}}
        for step in table.flow
    ]


def _gaps(table: "CohortTable", rule: "Rule") -> list[dict[str, Any]]:
    return [
        {
            "outcome": gap.outcome, "people": _count(gap.people, rule), "compared": _count(gap.compared, rule),
            **({} if _few(gap.people, gap.in_cohort, rule) or _few(gap.compared, gap.in_comparison, rule) else {
                name: _number(getattr(gap, name)) for name in ("in_cohort", "in_comparison", "difference", "lower", "upper")
            }),
        }
        for gap in table.gaps
    ]  # fmt: skip


def _few(people: int, mean: float, rule: "Rule") -> bool:
    return bool(rule.hides(people) or rule.hides(round(people * mean)))


def _for_machines(table: "CohortTable", rule: "Rule") -> dict[str, Any]:
    definition = table.definition
    return {
        "name": definition.name, "title": definition.title, "question": definition.question, "source": definition.source,
        "first_day": table.first_day, "last_day": table.last_day, "flow": _flow(table, rule),
        "baseline": _rows(table.baseline, rule), "outcomes": _rows(table.outcomes, rule), "gaps": _gaps(table, rule),
        "notes": _notes(table, rule), "provenance": table.provenance, "rows": str(table.rows),
    }  # fmt: skip


def _notes(table: "CohortTable", rule: "Rule") -> list[str]:
    counts = [(note.sentence, None if note.count is None else _words(_count(note.count, rule))) for note in table.notes]
    return [sentence if count is None else sentence.format(count=count) for sentence, count in counts]


def _for_people(table: "CohortTable", rule: "Rule") -> None:
    definition = table.definition
    say(definition.title, definition.question, f"Index days from {table.first_day} to {table.last_day}.", "")
    _say_flow(_flow(table, rule))
    for title, rows in (("On the index day:", table.baseline), ("What came of them, before anything is allowed for:", table.outcomes)):
        if rows:
            say(title)
            say_list(_sentences(_rows(rows, rule), definition.by))
            say("")
    if table.gaps:
        say("The gap to the population:")
        say_list(map(_gap_sentence, _gaps(table, rule)))
        say("")
    if table.notes:
        say_list(_notes(table, rule))
    say(f"The rows are in {table.rows.parent}, with exact counts. They are about people: they stay in the house.")


def _say_flow(flow: list[dict[str, Any]]) -> None:
    for group in dict.fromkeys(step["group"] for step in flow):
        steps = [step for step in flow if step["group"] == group]
        say(f"The {group}: {_words(steps[0]['came'])} could enter.")
        say_list(f"{step['name']}: {_words(step['out'])} out, {_words(step['left'])} left." for step in steps)
        say("")


def _words(count: int | str) -> str:
    return count if isinstance(count, str) else f"{count:,}"


def _sentences(rows: list[dict[str, Any]], by: str | None) -> "Iterable[str]":
    """One line for each column and level with every group in it; what belongs to the whole column stands on its last line."""
    for column in dict.fromkeys(row["column"] for row in rows):
        of_column = [row for row in rows if row["column"] == column]
        levels = list(dict.fromkeys(row["level"] for row in of_column))
        for level in levels:
            same = [row for row in of_column if row["level"] == level]
            ends = _ending(same, by) if level == levels[-1] else ""
            yield f"{column}{f' = {level}' if level else ''}: {'; '.join(_group(row, by) for row in same)}.{ends}"


def _ending(rows: list[dict[str, Any]], by: str | None) -> str:
    apart = rows[0]["standardised_difference"]
    missing = "; ".join(f"{_called(row, by)}{_words(row['missing'])}" for row in rows if row["missing"])
    return (f" Not known: {missing}." if missing else "") + (f" Standardised difference: {apart:.2f}." if apart is not None else "")


def _called(row: dict[str, Any], by: str | None) -> str:
    if row["group"] == "all":
        return ""
    return f"{by} {row['group']} " if by else f"{row['group']} "


def _group(row: dict[str, Any], by: str | None) -> str:
    per_cent = "" if row["per_cent"] is None else f" ({row['per_cent']}%)"
    spread = "" if row["sd"] is None else f", sd {row['sd']:g}"
    middle = "" if row["median"] is None else f", median {row['median']:g} ({row['lower_quartile']:g} to {row['upper_quartile']:g})"
    mean = "" if row["mean"] is None else f", mean {row['mean']:g}{spread}{middle}"
    return f"{_called(row, by)}{_words(row['people'])}{per_cent}{mean}"


def _gap_sentence(gap: dict[str, Any]) -> str:
    if "difference" not in gap:
        return f"{gap['outcome']}: too few to say."
    limits = f"95% limits {gap['lower']:g} to {gap['upper']:g}"
    return (
        f"{gap['outcome']}: {gap['in_cohort']:g} in the cohort of {_words(gap['people'])}, {gap['in_comparison']:g} in the comparison of "
        f"{_words(gap['compared'])}. Difference {gap['difference']:g}, {limits}."
    )
