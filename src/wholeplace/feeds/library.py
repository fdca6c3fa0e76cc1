"""The contracts that come with the house, one TOML file each; the file name is the contract's name."""

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent / "contracts"
VALUES = FOLDER / "values"


def contract_names() -> tuple[str, ...]:
    """Every contract's name, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def contract_for(folder_name: str) -> str | None:
    """The contract that a feed folder of this name is received by when no feed.toml says otherwise."""
    if folder_name in contract_names():
        return folder_name
    named = (name for name in contract_names() if folder_name in contract_toml(name).get("aliases_of_file", ()))
    return next(named, None)


def contract_toml(name: str) -> dict:
    """The contract as its TOML file says it. Raises KeyError when there is none of that name."""
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        raise KeyError(name)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def value_set(name: str) -> dict | None:
    """A set of values that several contracts share (contracts/values/<name>.toml); None when there is none of that name."""
    path = VALUES / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
