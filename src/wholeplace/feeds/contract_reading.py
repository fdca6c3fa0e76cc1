"""Makes a Contract of a contract's TOML and a place's feed.toml, with every mistake in them told at once."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import sqlglot
from sqlglot import exp

from wholeplace.feeds.contract import (
    COVERAGES,
    PERIOD_FORMS,
    TYPE_OF_SQL,
    TYPES,
    Column,
    Contract,
    Lookup,
    Melt,
    PeriodColumns,
    Rule,
)  # fmt: skip
from wholeplace.feeds.letters import Letters
from wholeplace.feeds.library import FOLDER, contract_toml, value_set
from wholeplace.feeds.local import LOCAL_FILE, with_local
from wholeplace.feeds.tables import RECEIVED_TABLES, ReceivedTable
from wholeplace.terms import Problem

TOP_KEYS = (
    "title", "table", "grain", "one_row_per", "dated_by", "coverage", "source", "where", "aliases_of_file", "columns",
    "constants", "period", "melt", "rules", "covers",
)  # fmt: skip
COLUMN_KEYS = (
    "from", "aliases", "expression", "time", "time_aliases", "type", "required", "if_wrong", "also_empty", "values", "values_of",
    "others", "domain", "pattern", "least", "most", "scale", "lookup", "format",
)  # fmt: skip
PERIOD_KEYS = ("from", "aliases", "expression", "form", "quarter_from", "starts_from", "last_day_from", "starts", "ends")
RULE_KEYS = ("name", "must", "column", "otherwise", "why", "fix")


def read_contract(name: str, folder: Path | None = None) -> tuple[Contract | None, tuple[Problem, ...]]:
    """The library's contract `name`, changed by the feed.toml in `folder` when there is one; None with problems."""
    try:
        given = contract_toml(name)
    except tomllib.TOMLDecodeError as error:
        return None, (Problem(where=f"contract {name}", what=f"it is not TOML: {error}.", why="It cannot be read.", fix="Correct it."),)
    letters = Letters(where=f"contract {name}")
    local = folder / LOCAL_FILE if folder is not None else None
    if local is not None and local.is_file():
        letters.where = f"feeds/{local.parent.name}/{LOCAL_FILE}"
        given = with_local(given, local, letters)
    if letters.problems:
        return None, tuple(letters.problems)
    contract = contract_of(name, given, letters, lookup_folders=(FOLDER, *([folder] if folder else [])))
    return (None if letters.problems else contract), tuple(letters.problems)


def contract_of(name: str, given: Mapping, letters: Letters, *, lookup_folders: tuple[Path, ...]) -> Contract | None:
    """The contract that `given` (TOML, as a mapping) says. Mistakes go to `letters`; None when there is no table to check against."""
    letters.known("", given, TOP_KEYS)
    table = RECEIVED_TABLES.get(given.get("table", ""))
    if table is None:
        letters.add("table", f'there is no received table "{given.get("table", "")}".', f"Use one of {', '.join(RECEIVED_TABLES)}.")
        return None
    coverage = given.get("coverage", "events")
    letters.known("coverage: ", [coverage], COVERAGES)
    dated_by = given.get("dated_by", table.dated_by)
    letters.known("dated_by: ", [dated_by], [name for name in table.columns if name in table.kept])
    if "where" in given:
        letters.sql("where", given["where"])
    covers = given.get("covers", {})
    letters.known("covers.", covers, ("from", "to"))
    return Contract(
        name=name,
        title=given.get("title", name),
        table=table,
        grain=given.get("grain", table.grain),
        columns=_columns(given, table, letters, lookup_folders),
        one_row_per=_keys(given.get("one_row_per", []), table, letters),
        dated_by=dated_by,
        coverage=coverage,
        source=given.get("source", ""),
        where=given.get("where", ""),
        rules=tuple(_rule(rule, table, letters) for rule in given.get("rules", [])),
        period=_period(given["period"], letters) if "period" in given else None,
        melts=tuple(_melt(block, table, letters) for block in given.get("melt", [])),
        covers_from=covers.get("from"),
        covers_to=covers.get("to"),
    )


def _keys(given: list, table: ReceivedTable, letters: Letters) -> tuple[tuple[str, ...], ...]:
    keys = tuple(tuple(key) for key in given) if given and isinstance(given[0], list) else ((tuple(given),) if given else ())
    for key in keys:
        letters.known("one_row_per: ", key, table.columns)
    return keys


def _columns(given: Mapping, table: ReceivedTable, letters: Letters, lookup_folders: tuple[Path, ...]) -> tuple[Column, ...]:
    columns, constants = given.get("columns", {}), given.get("constants", {})
    letters.known("columns.", columns, table.columns)
    letters.known("constants.", constants, table.columns)
    made = []
    for name, sql_type in table.columns.items():
        if name in constants:
            made.append(Column(name=name, sql_type=sql_type, type=TYPE_OF_SQL[sql_type], constant=str(constants[name])))
        elif name in columns:
            made.append(_column(name, sql_type, columns[name], letters, lookup_folders))
    return tuple(made)


def _column(name: str, sql_type: str, given: Mapping, letters: Letters, lookup_folders: tuple[Path, ...]) -> Column:
    at = f"columns.{name}"
    letters.known(f"{at}.", given, COLUMN_KEYS)
    kind = given.get("type", TYPE_OF_SQL[sql_type])
    letters.known(f"{at}.type: ", [kind], TYPES)
    letters.known(f"{at}.if_wrong: ", [given.get("if_wrong", "refuse")], ("refuse", "empty"))
    letters.known(f"{at}.others: ", [given.get("others", "wrong")], ("wrong", "keep"))
    if given.get("required", False) not in (True, False, "header"):
        letters.add(f"{at}.required", f"{given['required']!r} is not known here.", 'Write true, false or "header".')
    if "expression" in given:
        letters.sql(f"{at}.expression", given["expression"])
    elif "from" not in given:
        letters.add(at, "it says neither from nor expression.", "Name the header, or leave the column out.")
    shared = _shared_values(given.get("values_of", []), at, letters)
    values = {**shared["values"], **given.get("values", {})}
    required = given.get("required", False)
    return Column(
        name=name,
        sql_type=sql_type,
        type=kind,
        sources=sources_of(given.get("from", []), given.get("aliases", [])),
        expression=given.get("expression", ""),
        time_sources=sources_of(given.get("time", []), given.get("time_aliases", [])),
        header_required=required is not False and "expression" not in given,
        value_required=required is True,
        if_wrong=given.get("if_wrong", "refuse"),
        also_empty=tuple(str(each).casefold() for each in [*shared["also_empty"], *given.get("also_empty", [])]),
        values={str(theirs).casefold(): str(ours) for theirs, ours in values.items()},
        others=given.get("others", given.get("lookup", {}).get("others", "wrong")),
        domain=tuple(str(each) for each in given.get("domain", [])),
        pattern=given.get("pattern", ""),
        least=given.get("least"),
        most=given.get("most"),
        scale=float(given.get("scale", 1.0)),
        lookup=_lookup(given["lookup"], at, letters, lookup_folders) if "lookup" in given else None,
        form=given.get("format", ""),
    )


def sources_of(first: str | list, aliases: list) -> tuple[tuple[str, ...], ...]:
    """The headers to try, in order: the contract's own, then each alias."""
    wanted = [first] if first else []
    return tuple(tuple([each] if isinstance(each, str) else each) for each in [*wanted, *aliases])


def _shared_values(names: str | list, at: str, letters: Letters) -> dict:
    merged: dict = {"values": {}, "also_empty": []}
    for name in [names] if isinstance(names, str) else names:
        found = value_set(name)
        if found is None:
            letters.add(f"{at}.values_of", f'there are no shared values "{name}".', "Look in contracts/values.")
            continue
        merged["values"] |= found.get("values", {})
        merged["also_empty"] += found.get("also_empty", [])
    return merged


def _lookup(given: Mapping, at: str, letters: Letters, folders: tuple[Path, ...]) -> Lookup | None:
    letters.known(f"{at}.lookup.", given, ("file", "from", "to", "others"))
    name = given.get("file", "")
    path = next((folder / name for folder in reversed(folders) if name and (folder / name).is_file()), None)
    if path is None:
        letters.add(f"{at}.lookup", f'the code list "{name}" is not there.', "Put it in the feed's folder, or beside the contract.")
        return None
    return Lookup(path=path, key=given.get("from", ""), gives=given.get("to", ""))


def _rule(given: Mapping, table: ReceivedTable, letters: Letters) -> Rule:
    at = f"rules, {given.get('name', 'without a name')}"
    letters.known(f"{at}, ", given, RULE_KEYS)
    for key in ("name", "must", "column"):
        if not given.get(key):
            letters.add(at, f"it does not say {key}.", f"Add {key}.")
    letters.known(f"{at}, column: ", [given.get("column", "")], table.columns)
    letters.known(f"{at}, otherwise: ", [given.get("otherwise", "refuse")], ("refuse", "empty", "note"))
    if given.get("must"):
        letters.sql(f"{at}, must", given["must"])
        used = sqlglot.parse_one(f"select {given['must']}", read="duckdb").find_all(exp.Column) if not letters.problems else ()
        letters.known(f"{at}, must: ", sorted({column.name for column in used}), table.columns)
    return Rule(
        name=given.get("name", ""),
        must=given.get("must", "true"),
        column=given.get("column", ""),
        why=given.get("why", ""),
        fix=given.get("fix", ""),
        otherwise=given.get("otherwise", "refuse"),
    )


def _period(given: Mapping, letters: Letters) -> PeriodColumns:
    letters.known("period.", given, PERIOD_KEYS)
    forms = given.get("form", [])
    forms = (forms,) if isinstance(forms, str) else tuple(forms)
    letters.known("period.form: ", forms, PERIOD_FORMS)
    if "expression" in given:
        letters.sql("period.expression", given["expression"])
    read_from_text = "from" in given or "expression" in given
    if read_from_text and not forms:
        letters.add("period", "it does not say the form.", f"Add form, one or more of: {', '.join(PERIOD_FORMS)}.")
    fixed = isinstance(given.get("starts"), date) and isinstance(given.get("ends"), date)
    if not (read_from_text or fixed or ("starts_from" in given and "last_day_from" in given)):
        letters.add(
            "period", "it does not say where the period is found.", "Give from, or starts_from and last_day_from, or starts and ends."
        )
    return PeriodColumns(
        sources=sources_of(given.get("from", []), given.get("aliases", [])),
        expression=given.get("expression", ""),
        forms=forms,
        quarter_from=given.get("quarter_from", ""),
        starts_from=given.get("starts_from", ""),
        last_day_from=given.get("last_day_from", ""),
        starts=given.get("starts"),
        ends=given.get("ends"),
    )


def _melt(given: Mapping, table: ReceivedTable, letters: Letters) -> Melt:
    letters.known("melt, ", [key for key in given if key != "where"], table.columns)
    numbers = {key: str(sql) for key, sql in given.items() if table.columns.get(key) == "DOUBLE"}
    for key, sql in numbers.items():
        letters.sql(f"melt, {key}", sql)
    if "where" in given:
        letters.sql("melt, where", given["where"])
    if "value" not in numbers:
        letters.add("melt", "a block does not say value.", "Add value, such as value = '\"Total\"'.")
    constants = {key: str(text) for key, text in given.items() if table.columns.get(key) == "VARCHAR"}
    return Melt(constants=constants, numbers=numbers, where=given.get("where", ""))
