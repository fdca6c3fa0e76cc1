"""Names and texts as SQL, so that nothing a file or a contract says can be read as a command."""

from collections.abc import Iterable, Sequence


def named(name: str) -> str:
    """A column or table name, quoted."""
    return '"' + name.replace('"', '""') + '"'


def quoted(text: str) -> str:
    """A text, quoted."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Iterable[str]) -> str:
    """Texts, quoted and joined by commas."""
    return ", ".join(quoted(text) for text in texts)


def whole_row(headers: Sequence[str]) -> str:
    """SQL for a row with all of its cells, as JSON."""
    cells = ", ".join(f"{quoted(header)}: _c{at}" for at, header in enumerate(headers))
    return f"cast(to_json({{{cells}}}) as varchar)"
