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
    from wholeplace.measures.statistics import Rule
    from wholeplace.people import BaselineRow, CohortTable


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
            for line in _table(_rows(rows, rule), definition.by):
                typer.echo(line)
            say("")
    if table.gaps:
        say("The gap to the population:")
        say_list(map(_gap_sentence, _gaps(table, rule)))
        say("")
    say("Apart: the standardised difference between the groups, the largest of any two. Under 0.1 they are alike.", "")
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


def _table(rows: list[dict[str, Any]], by: str | None) -> "Iterable[str]":
    """A line for each column, or for each level under its column; a cell for each group; how far the groups are apart."""
    groups = list(dict.fromkeys(row["group"] for row in rows))
    heads = ["all" if group == "all" else f"{by} {group}" if by else group for group in groups]
    lines = [("", *heads, "apart")]
    for column in dict.fromkeys(row["column"] for row in rows):
        lines += _lines([row for row in rows if row["column"] == column], groups)
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    for line in lines:
        cells = (f"{cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True))
        yield f"  {line[0]:<{widths[0]}}  {'  '.join(cells)}".rstrip()


def _lines(rows: list[dict[str, Any]], groups: list[str]) -> list[tuple[str, ...]]:
    """The lines of one column. The distance between groups stands on its first line, who is not known on its last."""
    column, apart = rows[0]["column"].replace("_", " "), rows[0]["standardised_difference"]
    far = "" if apart is None else f"{apart:.2f}"
    levels = list(dict.fromkeys(row["level"] for row in rows))
    found = {(row["level"], row["group"]): row for row in rows}
    if levels == [""]:
        lines = [(column, *(_cell(found.get(("", group))) for group in groups), far)]
        middle = [_middle(found.get(("", group))) for group in groups]
        lines += [("  median (quartiles)", *middle, "")] if any(middle) else []
    else:
        lines = [(column, *("" for _ in groups), far)]
        lines += [(f"  {level}", *(_cell(found.get((level, group))) for group in groups), "") for level in levels]
    missing = [found.get((levels[-1], group), {}).get("missing") or 0 for group in groups]
    return [*lines, ("  not known", *(_words(count) for count in missing), "")] if any(missing) else lines


def _cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return ""
    if row["mean"] is not None:
        return f"{row['mean']:g} (sd {row['sd']:g})" if row["sd"] is not None else f"{row['mean']:g}"
    return _words(row["people"]) + ("" if row["per_cent"] is None else f" ({row['per_cent']}%)")


def _middle(row: dict[str, Any] | None) -> str:
    if row is None or row["median"] is None:
        return ""
    return f"{row['median']:g} ({row['lower_quartile']:g} to {row['upper_quartile']:g})"


def _gap_sentence(gap: dict[str, Any]) -> str:
    if "difference" not in gap:
        return f"{gap['outcome']}: too few to say."
    limits = f"95% limits {gap['lower']:g} to {gap['upper']:g}"
    return (
        f"{gap['outcome']}: {gap['in_cohort']:g} in the cohort of {_words(gap['people'])}, {gap['in_comparison']:g} in the comparison of "
        f"{_words(gap['compared'])}. Difference {gap['difference']:g}, {limits}."
    )
