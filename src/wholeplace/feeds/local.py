"""feed.toml: what one place says about one feed, laid over the contract, so that unknown files fit without code."""

import tomllib
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from wholeplace.feeds.headers import plain
from wholeplace.feeds.letters import Letters
from wholeplace.feeds.library import contract_for, contract_names
from wholeplace.feeds.tables import RECEIVED_TABLES
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

LOCAL_FILE = "feed.toml"
LOCAL_KEYS = (
    "contract", "title", "where", "one_row_per", "dated_by", "coverage", "aliases", "expressions", "values", "also_empty",
    "formats", "types", "constants", "if_wrong", "others", "required", "lookups", "covers", "period", "melt", "rules", "times", "ignore",
)  # fmt: skip
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
    merged.setdefault("columns", {})
    merged.setdefault("constants", {})
    own_name = _own_names(merged["columns"], table.columns)
    for section, lay in _SECTIONS.items():
        for theirs, entry in local.get(section, {}).items():
            name: str = own_name.get(plain(str(theirs)), str(theirs))
            letters.known(f"{section}.", [name], table.columns)
            if name in table.columns:
                lay(merged, name, entry)
    return merged


def _lay_alias(merged: dict, name: str, header: str | list) -> None:
    column = merged["columns"].setdefault(name, {})
    column.pop("expression", None)
    column["aliases"] = [each for each in [column.get("from"), *column.get("aliases", [])] if each]
    column["from"] = header


def _lay_values(merged: dict, name: str, values: Mapping) -> None:
    merged["columns"].setdefault(name, {}).setdefault("values", {}).update(values)


def _lay_empty(merged: dict, name: str, texts: list) -> None:
    column = merged["columns"].setdefault(name, {})
    column["also_empty"] = [*column.get("also_empty", []), *texts]


def _lay_constant(merged: dict, name: str, value: object) -> None:
    merged["constants"][name] = value


def _sets(key: str) -> Callable[[dict, str, object], None]:
    """Lays a section that sets one key of a column."""

    def lay(merged: dict, name: str, entry: object) -> None:
        merged["columns"].setdefault(name, {})[key] = entry

    return lay


_SECTIONS: dict[str, Callable[[dict, str, Any], None]] = {
    "aliases": _lay_alias,
    "expressions": _sets("expression"),
    "times": _sets("time"),
    "values": _lay_values,
    "also_empty": _lay_empty,
    "formats": _sets("format"),
    "types": _sets("type"),
    "if_wrong": _sets("if_wrong"),
    "others": _sets("others"),
    "required": _sets("required"),
    "lookups": _sets("lookup"),
    "constants": _lay_constant,
}
"""How each section of feed.toml is laid over the contract's TOML, in this order."""


def _own_names(columns: Mapping, table_columns: Mapping) -> dict[str, str]:
    """From a header's plain form (or a column's own name) to the received column."""
    names = {}
    for name, column in columns.items():
        headers = [column.get("from", []), *column.get("aliases", [])]
        for header in headers:
            for each in [header] if isinstance(header, str) else header:
                names.setdefault(plain(each), name)
    return names | {plain(name): name for name in table_columns}
