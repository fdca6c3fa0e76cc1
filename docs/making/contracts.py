"""The page of contracts, from their TOML files."""

import tomllib
from importlib.resources import files

from docs.making.markdown import code, table

INTRODUCTION = """# Contracts: what a partner's file must hold

A folder `feeds/<contract>/` of a place is received by the contract of that name. Any other folder names its contract in
its own `feed.toml`, which can also rename columns and translate values. How: [receive files that nobody here
wrote](../how-to/receive-a-file-with-other-headers.md). Every key that a contract may hold stands in
`src/wholeplace/feeds/contracts/README.md`."""


def page() -> str:
    """Every contract: what it is, whose definition, and each column that it reads."""
    folder = files("wholeplace.feeds") / "contracts"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return "\n\n".join(
        [INTRODUCTION, *(_contract(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8"))) for file in found)]
    )


def _contract(name: str, contract: dict) -> str:
    facts = [f"One row: {contract['grain']}", f"Fills the table: `{contract['table']}`", f"Source: {contract['source']}"]
    columns = [_column(received, column) for received, column in contract.get("columns", {}).items()]
    heads = ("our column", "header", "other headers read the same", "read as", "must be there")
    parts = [f"## `{name}`", f"{contract['title']}.", "\n".join(f"- {fact}" for fact in facts), table(heads, columns)]
    if melts := contract.get("melt"):
        parts.append(f"One row of the file becomes up to {len(melts)} of ours, one for each series in it.")
    if rules := contract.get("rules"):
        parts.append(table(("rule", "a row that breaks it"), [(rule["name"], _fate(rule)) for rule in rules]))
    return "\n\n".join(parts)


def _column(received: str, column: dict) -> tuple[str, ...]:
    header = column.get("from") or column.get("expression", "")
    headers = header if isinstance(header, list) else [header]
    required = {True: "with a value", "header": "the header"}.get(column.get("required", False), "")
    return (
        code(received),
        ", ".join(map(code, headers)),
        ", ".join(map(code, column.get("aliases", []))),
        column.get("type", ""),
        required,
    )


def _fate(rule: dict) -> str:
    return {
        "refuse": "is set aside",
        "empty": f"loses its `{rule.get('column')}`, and is counted",
        "note": "stays, and the receipt names it",
    }[rule.get("otherwise", "refuse")]
