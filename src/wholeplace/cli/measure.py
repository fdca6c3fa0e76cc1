"""wholeplace measure: a measure of one's own, written, checked, explained and tried."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching
from wholeplace.terms import DataProblem

if TYPE_CHECKING:
    from wholeplace.measures import CodeList, Explanation, Footing, Measure, Results

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A measure of the library or of DIR/measures.")]

measure = typer.Typer(
    name="measure",
    help="Write, check, explain and try one measure.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COLUMNS = ("level", "area", "starts", "ends", "numerator", "denominator", "value", "lower", "upper", "people", "status")
STAYS_IN_THE_HOUSE = "These figures are exact: small numbers are not hidden. They stay in the house. What may leave is in a release."
_SPANS = {"period": 0, "year": 1}


@measure.command()
def new(
    folder: Folder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new measure's name: small letters, numbers and hyphens.")],
    as_json: AsJson = False,
) -> None:
    """Write a commented file for a new measure, to fill in."""
    with letters(as_json=as_json):
        made = wholeplace.new_measure(folder, name)
        if as_json:
            say_json({"measure": name, "file": str(made)})
        else:
            say(f"Made {made}. Fill it in, then run: wholeplace measure check {folder} {name}")


@measure.command()
def check(
    folder: Folder,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A measure of DIR/measures; without it, all of them.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say everything that is wrong with the place's own measures and code lists, or with one measure."""
    with letters(as_json=as_json):
        if problems := wholeplace.check_measures(folder, name):
            raise DataProblem(f"{name or 'The measures'} cannot be used yet", problems)
        if as_json:
            say_json({"problems": []})
        elif name:
            say(f"Nothing is wrong with {name}. Next: wholeplace measure run {folder} {name}")
        else:
            say(f"Nothing is wrong with the measures of {folder}.")


@measure.command()
def explain(
    folder: Folder,
    name: Name,
    spark: Annotated[bool, typer.Option("--spark", help="Show the SQL as Spark reads it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say how a measure is counted: its definition in words, its SQL, and the files it stands on."""
    from wholeplace.measures import sql_of

    with letters(as_json=as_json):
        told, standing = wholeplace.explain_measure(folder, name)
        queries = sql_of(told, spark=spark)
        if as_json:
            say_json(_explained(told, standing, queries))
        else:
            _say_explained(told, standing, queries)


@measure.command()
def run(
    folder: Folder,
    name: Name,
    period: Annotated[str | None, typer.Option(help="Such as 2025-Q3. Without it, the last quarter for which it is complete.")] = None,
    as_json: AsJson = False,
) -> None:
    """Work one measure out, and print its exact figures for the system and its places, with their limits."""
    with letters(as_json=as_json):
        with watching(as_json=as_json) as progress:
            results = wholeplace.run_measure(folder, name, period, progress=progress)
        place = wholeplace.read(folder)
        names = {str(area.code): area.name for area in place.areas}
        rows = [{**row, "name": names.get(row["area"], row["area"])} for row in figures(results, place.settings.levels[:2])]
        if as_json:
            say_json(_run(results, rows))
        else:
            _say_run(results, rows)


def figures(results: "Results", levels: Iterable[str]) -> list[dict[str, Any]]:
    """The whole figures at these levels: the period and the year before it, the 12 months and the 12 before; widest level first."""
    order = list(levels)
    rows = [row for row in results.rows.to_dicts() if row["level"] in order and row["split"] == "all" and row["grain"] in _SPANS]
    rows.sort(key=lambda row: (order.index(row["level"]), row["area"], _SPANS[row["grain"]], -row["ends"].toordinal()))
    return [{"grain": row["grain"], **{name: row[name] for name in COLUMNS}} for row in rows]


def _explained(told: "Explanation", standing: tuple["Footing", ...], queries: Mapping[str, str]) -> dict[str, Any]:
    asked = told.measure
    return {
        "measure": asked.name, "title": asked.title, "question": asked.question, "kind": asked.kind, "unit": asked.unit,
        "read_with": asked.read_with, "definition_id": asked.definition_id, "source": asked.source, "sentences": told.sentences,
        "code_lists": told.lists, "stands_on": standing, "sql": queries,
    }  # fmt: skip


def _say_explained(told: "Explanation", standing: tuple["Footing", ...], queries: Mapping[str, str]) -> None:
    asked = told.measure
    say(asked.title, asked.question, "")
    say_list(told.sentences)
    say("", f"Unit: {asked.unit}. Read with: {', '.join(asked.read_with)}.")
    say(f"Definition: {asked.definition_id}. Source: {asked.source}.")
    if told.lists:
        say("", "Its code lists:")
        say_list(map(_list_words, told.lists))
    say("", "It stands on:")
    say_list(map(_footing_words, standing))
    for what, sql in queries.items():
        say("", f"The SQL of {what}:")
        typer.echo(sql)


def _list_words(listed: "CodeList") -> str:
    return f"{listed.name}: {listed.system} {', '.join(listed.codes)}. {listed.source} ({listed.version})."


def _footing_words(footing: "Footing") -> str:
    table = footing.table.replace("_", " ")
    if not footing.feeds:
        return f"{table}: nothing was received yet."
    until = f"from {footing.first} to the day before {footing.until}" if footing.first and footing.until else "for days that no file tells"
    return f"{table}, {until}; feeds: {', '.join(footing.feeds)}."


def _run(results: "Results", rows: list[dict[str, Any]]) -> dict[str, Any]:
    (asked,) = results.measures.values()
    return {
        "measure": asked.name, "title": asked.title, "unit": asked.unit, "definition_id": asked.definition_id,
        "period": results.period.name, "exact": True, "note": STAYS_IN_THE_HOUSE, "rows": rows, "notes": results.notes,
    }  # fmt: skip


def _say_run(results: "Results", rows: list[dict[str, Any]]) -> None:
    (asked,) = results.measures.values()
    say(asked.title, f"{asked.unit[:1].upper()}{asked.unit[1:]}, {results.period.in_words}.", "")
    for line in table_lines(rows, asked):
        typer.echo(line)
    say("")
    say_list(results.notes)
    say(STAYS_IN_THE_HOUSE)


def table_lines(rows: list[dict[str, Any]], asked: "Measure") -> list[str]:
    """The figures as lines of a table. A figure that cannot be read says why; it never stands without its limits."""
    width = max([len(row["name"]) for row in rows] + [len("area")]) + 2
    head = f"{'area':<{width}}{'from':<12}{'to before':<12}{'numerator':>14}{'denominator':>16}{'value':>12}   {'95% limits':<24}status"
    lines = [head]
    for row in rows:
        until = f"{row['ends']}{'*' if asked.rolling and row['grain'] == 'period' else ''}"
        limits = "" if row["lower"] is None else f"{row['lower']:,.4g} to {row['upper']:,.4g}"
        lines.append(
            f"{row['name']:<{width}}{row['starts']!s:<12}{until:<12}{_number(row['numerator'], row):>14}"
            f"{_number(row['denominator'], row):>16}{_number(row['value'], row):>12}   {limits:<24}{row['status']}"
        )
    return [*lines, *([f"* the {asked.rolling} months to that day"] if asked.rolling else [])]


def _number(value: float | None, row: dict[str, Any]) -> str:
    """A number of a figure; where nothing was received it is a dash, not 0."""
    if value is None or row["status"] == "no data":
        return "-"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
