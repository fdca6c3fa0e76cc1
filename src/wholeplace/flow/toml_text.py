"""Values written as TOML text, the shortest form that reads back as the same value."""

from collections.abc import Mapping
from datetime import date

Value = str | bool | int | float | date | list["Value"] | Mapping[str, "Value"]


def written(value: "Value") -> str:
    """One value on one line. Whole floats are written without a point, so that a planner reads 216 and not 216.0."""
    match value:
        case str():
            text = _quoted(value)
        case date():
            text = value.isoformat()
        case int() | float():
            text = _number(value)
        case list():
            text = "[" + ", ".join(written(each) for each in value) + "]"
        case _:
            text = "{ " + ", ".join(f"{key} = {written(each)}" for key, each in value.items()) + " }"
    return text


def lines(values: Mapping[str, "Value"]) -> list[str]:
    """A line for each key."""
    return [f"{key} = {written(value)}" for key, value in values.items()]


def _number(value: float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(
            each if each.isprintable() else f"\\u{ord(each):04x}" if ord(each) < 0x10000 else f"\\U{ord(each):08x}" for each in escaped
        )
        + '"'
    )
