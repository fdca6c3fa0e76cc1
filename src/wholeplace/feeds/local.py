"""feed.toml: what one place says about one feed, laid over the contract, so that unknown files fit without code."""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

from wholeplace.feeds.headers import plain
from wholeplace.feeds.letters import Letters
from wholeplace.feeds.library import contract_for, contract_names
from wholeplace.feeds.tables import RECEIVED_TABLES
from wholeplace.place.spelling import did_you_mean
from wholeplace.terms import Problem

LOCAL_FILE = "feed.toml"
LOCAL_KEYS = (
    "contract", "title", "where", "one_row_per", "dated_by", "coverage", "aliases", "expressions", "values", "also_empty",
    "formats", "types", "constants", "if_wrong", "required", "lookups", "covers", "period", "melt", "rules", "times", "ignore",
)  # fmt: skip
_ONE_KEY = {"formats": "format", "types": "type", "if_wrong": "if_wrong", "required": "required", "lookups": "lookup"}
"""Sections of feed.toml that each set one key of a column."""
_REPLACES = ("title", "where", "one_row_per", "dated_by", "coverage", "covers", "period", "melt")


def contract_name(folder: Path) -> tuple[str | None, tuple[Problem, ...]]:
    """The contract that receives this feed folder: its feed.toml's, else the one of its own name; None with a letter."""
    where = f"feeds/{folder.name}"
    local = folder / LOCAL_FILE
    wanted = None
    if local.is_file():
        try:
            wanted = tomllib.loads(local.read_text(encoding="utf-8-sig")).get("contract")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            why = "The feed cannot be received."
            return None, (Problem(where=f"{where}/{LOCAL_FILE}", what=f"it is not TOML: {error}.", why=why, fix="Correct that line."),)
    name = wanted or contract_for(folder.name)
    if name in contract_names():
        return name, ()
    asked = wanted or folder.name
    guess = did_you_mean(asked, contract_names())
    fix = f'{guess} Rename the folder, or add a feed.toml that says contract = "...". Known: {", ".join(contract_names())}.'.strip()
    why = "Without a contract nobody has said what its columns mean."
    return None, (Problem(where=where, what=f'there is no contract "{asked}".', why=why, fix=fix),)


def with_local(contract: Mapping, path: Path, letters: Letters) -> dict:
    """The contract's TOML with the feed.toml at `path` laid over it. Mistakes go to `letters`."""
    local = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    letters.known("", local, LOCAL_KEYS)
    merged = deepcopy(dict(contract))
    table = RECEIVED_TABLES.get(merged.get("table", ""))
    if letters.problems or table is None:
        return merged
    merged |= {key: local[key] for key in _REPLACES if key in local}
    merged["rules"] = [*merged.get("rules", []), *local.get("rules", [])]
    columns = merged.setdefault("columns", {})
    own_name = _own_names(columns, table.columns)

    def ours(section: str) -> list[tuple[str, object]]:
        """The section's entries under our column names."""
        found = [(own_name.get(plain(key), key), entry) for key, entry in local.get(section, {}).items()]
        letters.known(f"{section}.", [name for name, _ in found], table.columns)
        return [(name, entry) for name, entry in found if name in table.columns]

    for name, header in ours("aliases"):
        column = columns.setdefault(name, {})
        column.pop("expression", None)
        column["aliases"] = [each for each in [column.get("from"), *column.get("aliases", [])] if each]
        column["from"] = header
    for name, sql in ours("expressions"):
        column = columns.setdefault(name, {})
        column["expression"] = sql
    for name, header in ours("times"):
        columns.setdefault(name, {})["time"] = header
    for name, values in ours("values"):
        columns.setdefault(name, {}).setdefault("values", {}).update(values)  # type: ignore[arg-type]
    for name, texts in ours("also_empty"):
        column = columns.setdefault(name, {})
        column["also_empty"] = [*column.get("also_empty", []), *texts]  # type: ignore[misc]
    for section, key in _ONE_KEY.items():
        for name, entry in ours(section):
            columns.setdefault(name, {})[key] = entry
    merged.setdefault("constants", {}).update(dict(ours("constants")))
    return merged


def _own_names(columns: Mapping, table_columns: Mapping) -> dict[str, str]:
    """From a header's plain form (or a column's own name) to the received column."""
    names = {}
    for name, column in columns.items():
        headers = [column.get("from", []), *column.get("aliases", [])]
        for header in headers:
            for each in [header] if isinstance(header, str) else header:
                names.setdefault(plain(each), name)
    return names | {plain(name): name for name in table_columns}
